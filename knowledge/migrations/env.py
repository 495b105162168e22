"""Run by Alembic for every command: over the connection it is given, in the transaction that is already begun."""

from alembic import context

from knowledge import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
context.run_migrations()

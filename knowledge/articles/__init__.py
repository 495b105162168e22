"""Articles and school calendars: fetched, read into paragraphs with their instant, compared. Nothing here is published.

The libraries that read pages are slow to import, so no module that runs at the start imports from this package.
"""

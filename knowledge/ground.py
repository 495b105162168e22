"""What look-ups stand on besides claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.district import District
from knowledge.topics import Topic


@dataclass(frozen=True)
class Ground:
    """What a look-up stands on besides claims: the district and its topics, as of the current generation."""

    district: District
    topics: Mapping[str, Topic]

    def beside(self, topic: Topic) -> tuple[str, ...]:
        """What is told along with a hole: the topic's own list, else its parent's."""
        if topic.beside or topic.parent is None or topic.parent not in self.topics:
            return topic.beside
        return self.topics[topic.parent].beside

    def related(self, topic: Topic) -> tuple[str, ...]:
        parent = (topic.parent,) if topic.parent else ()
        return (topic.slug, *parent, *self.beside(topic))

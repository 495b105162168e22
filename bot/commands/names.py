"""What families' commands are called in their languages, where a platform shows commands by name: each message is the
English one, and its translation one word in small letters; what is not is left in English."""

from __future__ import annotations

from collections.abc import Mapping

from bot.catalogue import marked

NAMES: Mapping[str, str] = {
    "start": marked("/start"),
    "ask": marked("/ask"),
    "today": marked("/today"),
    "topics": marked("/topics"),
    "follow": marked("/follow"),
    "following": marked("/following"),
    "settings": marked("/settings"),
    "room": marked("/room"),
    "link": marked("/link"),
    "forget": marked("/forget"),
    "privacy": marked("/privacy"),
    "cancel": marked("/cancel"),
    "help": marked("/help"),
}

"""The privacy policy: its current version, its words, and accepting it."""

VERSION = "2026-01"

"""The author's tools: stubs, drafts, and the proof that an exercise's checks bite."""

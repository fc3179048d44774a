"""Facts and searches about Chinese text that every stage shares."""

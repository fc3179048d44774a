"""What is true of Chinese text for every stage: its characters."""

"""What is asked of people: options, words, days, amounts; missing ones at a terminal."""

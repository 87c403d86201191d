"""From a letter with placeholders to the letter of one contact."""

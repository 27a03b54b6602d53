"""Every text shown to people, Chinese and English side by side, by subject."""

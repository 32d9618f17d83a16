"""What the page is made of: its data, template, scripts and styles."""

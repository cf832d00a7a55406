"""What every page is made of: base page, components, styles, and the words of dates and numbers."""

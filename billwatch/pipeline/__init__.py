"""Put the rooms together: facts, reading, keeping, collecting, importing, views, the site."""

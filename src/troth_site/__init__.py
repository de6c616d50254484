"""The site: faces, actions, queries and rows around the library."""

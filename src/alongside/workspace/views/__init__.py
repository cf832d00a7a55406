"""The pages of the workspace, a module for each family of pages."""

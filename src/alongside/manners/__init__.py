"""What all workers remember together of the sites they visit, so that each is asked in its pace."""

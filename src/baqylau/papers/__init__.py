"""Papers that people hold in their hands: what they say (documents of blocks), and how they become PDF. Pure."""

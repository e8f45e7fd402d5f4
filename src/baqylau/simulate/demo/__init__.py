"""The demonstration: invented people under invented orders, real tracks, the real system."""

"""The gateway: hears devices in their own languages and acknowledges only what the stream has stored."""

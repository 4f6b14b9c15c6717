"""Who belongs to which country, brand, factory or group."""

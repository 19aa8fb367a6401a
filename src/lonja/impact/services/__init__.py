"""What people do after a meeting; one transaction for each verb."""

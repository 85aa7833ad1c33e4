"""The SNS topics of a twin; moto's SNS serves them."""

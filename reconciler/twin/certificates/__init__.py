"""The certificates of a seller: AWS Certificate Manager (ACM), read-only. It knows nothing of moto."""

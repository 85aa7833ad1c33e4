"""What a seller sees of its sales: AWS Marketplace's Agreement Service and Entitlement Service, read-only.

It knows nothing of moto: neither service is one of moto's.
"""

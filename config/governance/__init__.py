"""The record of processing activities (GDPR 30) and the factual part of the impact assessment (GDPR 35), made of the running house."""

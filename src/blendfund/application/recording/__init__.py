"""Recording what one person types: a movement, a transfer, a guarantee, a voucher."""

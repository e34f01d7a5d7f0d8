"""Operations on fitted colorers, whatever wraps them."""

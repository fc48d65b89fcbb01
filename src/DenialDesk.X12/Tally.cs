namespace DenialDesk.X12;

/// <summary>An exact sum of packed numbers that remembers whether one of them was missing.</summary>
internal struct Tally
{
    private const long SmallDigits = 10_000_000_000;
    private long cents;
    private decimal rest;
    private bool incomplete;

    public readonly bool Incomplete => incomplete;

    /// <summary>The sum, null when a term was missing.</summary>
    public readonly decimal? Value => incomplete ? null : Known;

    /// <summary>The sum of the terms that could be read.</summary>
    public readonly decimal Known => new decimal(cents) / 100m + rest;

    public readonly bool IsZero => cents == 0 && rest == 0m;

    public void Lose() => incomplete = true;

    public void Join(in Tally other)
    {
        cents += other.cents;
        rest += other.rest;
        incomplete |= other.incomplete;
    }

    public void Add(PackedNumber number)
    {
        if (number.IsMissing)
        {
            incomplete = true;
            return;
        }

        var digits = number.Digits;
        if (number.Places <= 2 && digits is > -SmallDigits and < SmallDigits)
        {
            cents += number.Places switch { 0 => digits * 100, 1 => digits * 10, _ => digits };
        }
        else
        {
            rest += number.ToDecimal();
        }
    }

    public void Subtract(PackedNumber number) =>
        Add(number.IsMissing ? number : PackedNumber.Negate(number));

    public void Subtract(in Tally other)
    {
        cents -= other.cents;
        rest -= other.rest;
        incomplete |= other.incomplete;
    }
}

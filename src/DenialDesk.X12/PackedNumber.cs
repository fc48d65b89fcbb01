namespace DenialDesk.X12;

/// <summary>An X12 number (type R or N) in eight bytes: sixty bits of digits and four of decimal places, or missing.</summary>
internal readonly struct PackedNumber(long bits)
{
    private const long MissingBits = long.MinValue;
    private const int MostDigits = 17;
    private const int MostPlaces = 15;

    /// <summary>HIPAA caps money at ten digits, so whatever has more before the point was never meant.</summary>
    private const long Beyond = 10_000_000_000;

    private readonly long bits = bits;

    public static PackedNumber Missing { get; } = new(MissingBits);

    public bool IsMissing => bits == MissingBits;

    public long Digits => bits >> 4;

    public int Places => (int)(bits & 15);

    public bool IsZero => !IsMissing && Digits == 0;

    public decimal? Value => IsMissing ? null : ToDecimal();

    public decimal ToDecimal()
    {
        var digits = Digits;
        var size = (ulong)Math.Abs(digits);
        return new decimal((int)(uint)size, (int)(uint)(size >> 32), 0, digits < 0, (byte)Places);
    }

    public static PackedNumber Negate(PackedNumber number) => new((-number.Digits << 4) | (long)number.Places);

    /// <summary>The same for what stands in a file: a number of more than ten digits before the point is as unreadable as a word.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out PackedNumber number)
    {
        if (!TryParse(text, out number)) { return false; }

        if (number.Digits is > -Beyond and < Beyond || Math.Abs(number.ToDecimal()) < Beyond) { return true; }

        number = Missing;
        return false;
    }

    /// <summary>Reads <c>-12.5</c>, <c>.5</c>, <c>100.</c>; blanks around are passed over. False for anything else, also for an empty element.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out PackedNumber number)
    {
        if (text.IsEmpty)
        {
            number = Missing;
            return false;
        }

        return TryParsePlain(text, out number) || TryParseAny(text, out number);
    }

    /// <summary>The usual: up to fifteen digits with a point or without, nothing around them.</summary>
    private static bool TryParsePlain(ReadOnlySpan<byte> text, out PackedNumber number)
    {
        number = Missing;
        if (text.Length > MostPlaces)
        {
            return false;
        }

        long digits = 0;
        var places = -1;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
                places += places >= 0 ? 1 : 0;
            }
            else if (b != '.' || places >= 0)
            {
                return false;
            }
            else
            {
                places = 0;
            }
        }

        if (places >= 0 && text.Length == 1)
        {
            return false;
        }

        number = new PackedNumber((digits << 4) | (long)Math.Max(places, 0));
        return true;
    }

    private static bool TryParseAny(ReadOnlySpan<byte> text, out PackedNumber number)
    {
        number = Missing;
        text = Bytes.Trim(text);
        var i = 0;
        var negative = false;
        if (text.Length > 0 && (text[0] == '-' || text[0] == '+'))
        {
            negative = text[0] == '-';
            i = 1;
        }

        long digits = 0;
        int seen = 0, significant = 0, places = -1;
        for (; i < text.Length; i++)
        {
            var digit = (uint)(text[i] - '0');
            if (digit <= 9)
            {
                seen++;
                if (places >= 0)
                {
                    places++;
                }

                if (digits != 0 || digit != 0)
                {
                    if (++significant > MostDigits)
                    {
                        return false;
                    }
                }

                digits = (digits * 10) + digit;
            }
            else if (text[i] == '.' && places < 0)
            {
                places = 0;
            }
            else
            {
                return false;
            }
        }

        places = Math.Max(places, 0);
        if (seen == 0 || places > MostPlaces)
        {
            return false;
        }

        number = new PackedNumber(((negative ? -digits : digits) << 4) | (long)places);
        return true;
    }
}

using System.Buffers.Binary;

namespace DenialDesk.App.Data;

/// <summary>
/// A decimal in PostgreSQL's binary form of numeric: digits to the base of ten thousand, the weight of the first, a sign and how many decimal
/// places are shown (numeric_recv in PostgreSQL's numeric.c).
/// </summary>
internal static class CopiedNumber
{
    /// <summary>The most bytes a decimal takes: four head fields and nine digits of two bytes each.</summary>
    public const int MaxBytes = 8 + (2 * MaxDigits);

    private const int MaxDigits = 9;
    private const int Base = 10_000;
    private const int PlacesADigit = 4;
    private const int Negative = 0x4000;

    /// <summary>Writes the value exactly, with its own decimal places; returns the bytes used.</summary>
    public static int Write(decimal value, Span<byte> into)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var places = (bits[3] >> 16) & 0xFF;
        var rest = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        Span<short> digits = stackalloc short[MaxDigits];

        // The lowest digit is filled up with zeros, so that a digit never holds places of both sides of the point.
        var fill = (PlacesADigit - (places % PlacesADigit)) % PlacesADigit;
        var count = rest.Upper() == 0 ? Split((ulong)rest, fill, digits) : Split(rest, fill, digits);
        BinaryPrimitives.WriteInt16BigEndian(into, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(into[2..], (short)(count - ((places + fill) / PlacesADigit) - 1));
        BinaryPrimitives.WriteInt16BigEndian(into[4..], (short)(value < 0m ? Negative : 0));
        BinaryPrimitives.WriteInt16BigEndian(into[6..], (short)places);
        for (var i = 0; i < count; i++) { BinaryPrimitives.WriteInt16BigEndian(into[(8 + (2 * i))..], digits[count - 1 - i]); }

        return 8 + (2 * count);
    }

    private static ulong Upper(this UInt128 value) => (ulong)(value >> 64);

    /// <summary>The digits of the number with zeros added at its end, the lowest first.</summary>
    private static int Split(ulong number, int zeros, Span<short> digits)
    {
        var count = 0;
        var part = Power(PlacesADigit - zeros);
        if (zeros > 0 && number > 0)
        {
            digits[count++] = (short)((int)(number % part) * (int)Power(zeros));
            number /= part;
        }

        for (; number > 0; number /= Base) { digits[count++] = (short)(number % Base); }

        return count;
    }

    private static int Split(UInt128 number, int zeros, Span<short> digits)
    {
        var count = 0;
        var part = Power(PlacesADigit - zeros);
        if (zeros > 0)
        {
            digits[count++] = (short)((int)(number % part) * (int)Power(zeros));
            number /= part;
        }

        for (; number > 0; number /= Base) { digits[count++] = (short)(ushort)(number % Base); }

        return count;
    }

    private static uint Power(int of) => of switch { 0 => 1, 1 => 10, 2 => 100, 3 => 1_000, _ => Base };
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DenialDesk.X12;

/// <summary>Small readings of element bytes: text, codes, dates.</summary>
internal static class Bytes
{
    private static readonly CodeTable Codes = new();

    public static bool IsBlank(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0;

    public static bool IsLetterOrDigit(byte value) => char.IsAsciiLetterOrDigit((char)value);

    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && text[0] > ' ' && text[^1] > ' ')
        {
            return text;
        }

        var start = 0;
        var end = text.Length;
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Text of an element without surrounding blanks: ASCII as it is, UTF-8 where valid, Latin-1 otherwise.</summary>
    public static string Text(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.IsEmpty)
        {
            return "";
        }

        return text.Length <= 8 ? Codes.Get(text) : Decode(text);
    }

    public static string? TextOrNull(ReadOnlySpan<byte> text)
    {
        var value = Text(text);
        return value.Length == 0 ? null : value;
    }

    /// <summary>Text in upper case, as codes are compared.</summary>
    public static string Code(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.Length is 0 or > 8)
        {
            return text.IsEmpty ? "" : Decode(text).ToUpperInvariant();
        }

        Span<byte> upper = stackalloc byte[8];
        for (var i = 0; i < text.Length; i++)
        {
            upper[i] = text[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(text[i] - 32) : text[i];
        }

        return Codes.Get(upper[..text.Length]);
    }

    public static string Decode(ReadOnlySpan<byte> text) =>
        Ascii.IsValid(text) || !Utf8.IsValid(text) ? Encoding.Latin1.GetString(text) : Encoding.UTF8.GetString(text);

    /// <summary>CCYYMMDD, or YYMMDD with the century that lies nearest the turn of 2000; null for anything else.</summary>
    public static DateOnly? Date(ReadOnlySpan<byte> text)
    {
        text = Trim(text);
        if (text.Length is not (8 or 6))
        {
            return null;
        }

        var value = 0;
        foreach (var b in text)
        {
            if (b is < (byte)'0' or > (byte)'9')
            {
                return null;
            }

            value = (value * 10) + (b - '0');
        }

        if (text.Length == 6)
        {
            value += value / 10000 < 70 ? 20000000 : 19000000;
        }

        int year = value / 10000, month = value / 100 % 100, day = value % 100;
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    public static bool SameCode(ReadOnlySpan<byte> text, string code)
    {
        text = Trim(text);
        return text.Length == code.Length && Ascii.EqualsIgnoreCase(text, code);
    }
}

/// <summary>One string per short code however often it is read. Fixed in size; an unlucky code is simply made again.</summary>
internal sealed class CodeTable
{
    private const int Size = 1 << 13;
    private readonly Entry?[] entries = new Entry?[Size];

    public string Get(ReadOnlySpan<byte> text)
    {
        ulong key = 0;
        foreach (var b in text)
        {
            key = (key << 8) | b;
        }

        var slot = (int)((key * 0x9E3779B97F4A7C15UL) >> (64 - 13));
        var found = Volatile.Read(ref entries[slot]);
        if (found is not null && found.Key == key)
        {
            return found.Text;
        }

        var made = new Entry(key, Bytes.Decode(text));
        Volatile.Write(ref entries[slot], made);
        return made.Text;
    }

    private sealed record Entry(ulong Key, string Text);
}

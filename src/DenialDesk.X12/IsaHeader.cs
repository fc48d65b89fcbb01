namespace DenialDesk.X12;

/// <summary>Finds the delimiters of an interchange by counting the sixteen separators of its ISA, whatever its length.</summary>
internal static class IsaHeader
{
    private const int Separators = 16;
    private const int LongestHeader = 600;
    private const int ShortestWrap = 40;

    /// <summary>What reading an ISA gave.</summary>
    /// <param name="Delimiters">The four bytes.</param>
    /// <param name="Wrapped">Lines of one width break the text anywhere: CR and LF mean nothing.</param>
    /// <param name="Doubt">Why the result is a guess; null when it is none.</param>
    public readonly record struct Found(Delimiters Delimiters, bool Wrapped, string? Doubt);

    /// <summary>True when the text begins like an ISA: three letters and a byte that can separate.</summary>
    public static bool LooksLike(ReadOnlySpan<byte> text) =>
        text.Length > 3 && Bytes.SameCode(text[..3], "ISA") && CanSeparate(text[3]);

    /// <summary>Reads the header at the start of the text; null with a reason when it is not one.</summary>
    public static Found? Read(ReadOnlySpan<byte> text, out string reason)
    {
        reason = "";
        if (text.Length < 4 || !CanSeparate(text[3]))
        {
            reason = "letter";
            return null;
        }

        var separator = text[3];
        var sixteenth = FindSixteenth(text, separator);
        if (sixteenth < 0)
        {
            reason = "short";
            return null;
        }

        var inside = text[..sixteenth].IndexOfAny((byte)'\r', (byte)'\n') >= 0;
        var after = sixteenth + 1;
        var component = inside ? NextSkippingBreaks(text, ref after) : Next(text, ref after);
        var terminator = inside ? NextSkippingBreaks(text, ref after) : Next(text, ref after);
        string? doubt = null;
        if (!CanTerminate(terminator, separator) || component < 0 || component == separator || Bytes.IsLetterOrDigit((byte)component))
        {
            if (!Guess(text, sixteenth + 1, separator, out component, out terminator))
            {
                reason = "terminator";
                return null;
            }

            doubt = "ISA16";
        }

        // CR followed by LF: the LF ends the segment and the CR is a blank before it, so files that mix the two read alike.
        if (terminator == '\r' && after < text.Length && text[after] == '\n')
        {
            terminator = '\n';
        }

        var repetition = RepetitionOf(text[..sixteenth], separator, (byte)component, (byte)terminator);
        var delimiters = new Delimiters(separator, (byte)component, repetition, (byte)terminator);
        return new Found(delimiters, IsWrapped(text, delimiters), doubt);
    }

    /// <summary>Delimiters of a text that begins at GS or ST, the ISA being lost; null when they cannot be told.</summary>
    public static Delimiters? Infer(ReadOnlySpan<byte> text)
    {
        var isGroup = text.Length > 2 && Bytes.SameCode(text[..2], "GS");
        var isTransaction = text.Length > 2 && Bytes.SameCode(text[..2], "ST");
        if ((!isGroup && !isTransaction) || !CanSeparate(text[2]))
        {
            return null;
        }

        var separator = text[2];
        var needed = isGroup ? 8 : 2;
        for (var i = 2; i < text.Length && i < LongestHeader; i++)
        {
            if (text[i] == separator)
            {
                needed--;
            }
            else if (needed <= 0 && !Bytes.IsLetterOrDigit(text[i]) && text[i] != ' ')
            {
                var terminator = text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n' ? (byte)'\n' : text[i];
                return new Delimiters(separator, (byte)(separator == ':' || terminator == ':' ? '>' : ':'), 0, terminator);
            }
        }

        return null;
    }

    private static bool CanSeparate(byte value) => !Bytes.IsLetterOrDigit(value) && value is not ((byte)' ' or (byte)'\r' or (byte)'\n' or 0);

    private static bool CanTerminate(int value, byte separator) =>
        value > 0 && value != separator && value != ' ' && !Bytes.IsLetterOrDigit((byte)value);

    private static int FindSixteenth(ReadOnlySpan<byte> text, byte separator)
    {
        var count = 0;
        var limit = Math.Min(text.Length, LongestHeader);
        for (var i = 3; i < limit; i++)
        {
            if (text[i] != separator)
            {
                continue;
            }

            // GS before the sixteenth separator: the ISA is missing elements and nothing after it can be trusted.
            if (count > 0 && i >= 3 && Bytes.SameCode(text.Slice(i - 2, 2), "GS") && !Bytes.IsLetterOrDigit(text[i - 3]) && text[i - 3] != separator && text[i - 3] != ' ')
            {
                return -1;
            }

            if (++count == Separators)
            {
                return i;
            }
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<byte> text, ref int at) => at < text.Length ? text[at++] : -1;

    private static int NextSkippingBreaks(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return Next(text, ref at);
    }

    /// <summary>ISA16 or the terminator is odd: the segment that must follow (GS, TA1 or IEA) shows where the header ends.</summary>
    private static bool Guess(ReadOnlySpan<byte> text, int from, byte separator, out int component, out int terminator)
    {
        component = terminator = -1;
        for (var i = from; i < Math.Min(text.Length - 3, from + 24); i++)
        {
            var starts = (Bytes.SameCode(text.Slice(i, 2), "GS") && text[i + 2] == separator)
                || ((Bytes.SameCode(text.Slice(i, 3), "TA1") || Bytes.SameCode(text.Slice(i, 3), "IEA")) && text[i + 3] == separator);
            if (!starts)
            {
                continue;
            }

            var end = i - 1;
            while (end >= from && Bytes.IsBlank(text[end]))
            {
                end--;
            }

            var broken = end < i - 1;
            var mark = end >= from ? text[end] : (byte)0;
            if (end < from || Bytes.IsLetterOrDigit(mark) || mark == separator)
            {
                terminator = broken ? '\n' : -1;
                component = ':';
                return broken;
            }

            var single = end == from;
            terminator = single && broken ? '\n' : mark;
            component = single ? (broken ? mark : ':') : text[from];
            if (component == terminator || Bytes.IsLetterOrDigit((byte)component) || component == separator)
            {
                component = ':';
            }

            return true;
        }

        return false;
    }

    private static byte RepetitionOf(ReadOnlySpan<byte> header, byte separator, byte component, byte terminator)
    {
        var isa = new Segment(header, new Delimiters(separator, component, 0, terminator));
        var mark = Bytes.Trim(isa[11]);
        var version = isa.Text(12);
        var repeats = mark.Length == 1 && !Bytes.IsLetterOrDigit(mark[0]) && mark[0] != component && mark[0] != separator && mark[0] != terminator;
        return repeats && string.CompareOrdinal(version, "00402") >= 0 ? mark[0] : (byte)0;
    }

    /// <summary>Every whole line has one width and at least one line break stands inside a segment (X12 RFI 28).</summary>
    private static bool IsWrapped(ReadOnlySpan<byte> text, Delimiters delimiters)
    {
        if (delimiters.Segment is (byte)'\r' or (byte)'\n')
        {
            return false;
        }

        int width = -1, lines = 0, start = 0;
        var inside = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((byte)'\r' or (byte)'\n'))
            {
                continue;
            }

            var length = i - start;
            var last = text[i..].IndexOfAnyExcept((byte)'\r', (byte)'\n') < 0;
            if (width < 0)
            {
                width = length;
            }
            else if (length != width && !last)
            {
                return false;
            }

            if (width < ShortestWrap)
            {
                return false;
            }

            lines++;
            inside |= i > 0 && text[i - 1] != delimiters.Segment && !last;
            while (i + 1 < text.Length && text[i + 1] is (byte)'\r' or (byte)'\n')
            {
                i++;
            }

            start = i + 1;
        }

        return inside && (lines > 1 || width == 80);
    }
}

namespace DenialDesk.Domain.Codes;

/// <summary>The normal forms of codes. Payers send blanks, lower case, leading zeros and a glued group (<c>CO45</c>).</summary>
public static class CodeForm
{
    /// <summary>Without surrounding blanks, in upper case; empty for nothing.</summary>
    public static string Trimmed(string? code) => code is null ? "" : code.Trim().ToUpperInvariant();

    /// <summary>A remark code in normal form.</summary>
    public static string Rarc(string? code) => Trimmed(code);

    /// <summary>A group code in normal form.</summary>
    public static string Group(string? code) => Trimmed(code);

    /// <summary>A code without leading zeros; a lone zero stays.</summary>
    public static string WithoutZeros(string? code)
    {
        var stripped = Trimmed(code).TrimStart('0');
        return stripped.Length == 0 && Trimmed(code).Length > 0 ? "0" : stripped;
    }

    /// <summary>The readings to try in a table, in order: as sent, without leading zeros, without a glued group, without both.</summary>
    /// <remarks><c>B7</c> and <c>7</c> are different codes, so a letter is dropped only with a whole group in front of digits.</remarks>
    public static IEnumerable<string> CarcReadings(string trimmed)
    {
        yield return trimmed;
        yield return WithoutZeros(trimmed);
        if (trimmed.Length > 2 && trimmed[..2] is "CO" or "PR" or "OA" or "PI" or "CR")
        {
            var bare = trimmed[2..].TrimStart('-', ' ');
            yield return bare;
            yield return WithoutZeros(bare);
        }
    }
}

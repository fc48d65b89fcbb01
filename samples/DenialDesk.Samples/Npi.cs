namespace DenialDesk.Samples;

/// <summary>Makes national provider identifiers that pass the check digit but belong to nobody.</summary>
public static class Npi
{
    /// <summary>The ten-digit NPI for nine digits: the tenth is the Luhn check digit over "80840" and the nine (45 CFR 162.406).</summary>
    public static string WithCheckDigit(string nineDigits)
    {
        if (nineDigits.Length != 9 || !nineDigits.All(char.IsAsciiDigit))
        {
            throw new ArgumentException("An NPI is made from nine digits.", nameof(nineDigits));
        }

        return nineDigits + CheckDigit(nineDigits);
    }

    /// <summary>True when the text is ten digits with a valid check digit.</summary>
    public static bool IsValid(string npi) =>
        npi.Length == 10 && npi.All(char.IsAsciiDigit) && CheckDigit(npi[..9]) == npi[9];

    private static char CheckDigit(string nineDigits)
    {
        var sum = 24; // what the constant prefix 80840 adds
        for (var i = 0; i < 9; i++)
        {
            var digit = nineDigits[8 - i] - '0';
            if (i % 2 == 0)
            {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }

            sum += digit;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}

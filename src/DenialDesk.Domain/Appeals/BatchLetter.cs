using System.Globalization;
using DenialDesk.Domain.Letters;

namespace DenialDesk.Domain.Appeals;

/// <summary>One letter about many claims of a payer that were refused on the same question.</summary>
public static class BatchLetter
{
    private const string Text =
        """
        {{today}}

        {{payer_name}}
        {{payer_address}}

        Re: <level>, <count> claims named in the schedule below

        We appeal your decisions on the claims of the schedule. They turn on one question, which is why they come in one letter; please decide each by itself and answer for each.

        # Why they should be overturned

        <argument>

        # Schedule of claims

        <schedule>

        If you uphold a decision, name the claim, the rule or criterion it rests on, and the next step that is open to us.

        Enclosed: remittance page and claim as submitted for each claim of the schedule

        {{writer_name}}
        {{practice_name}}, NPI {{practice_npi}}, tax id {{practice_tax_id}}
        """;

    /// <summary>Subject and text, with what is missing in brackets.</summary>
    public static (string Subject, string Body) Write(IReadOnlyDictionary<string, string?> fields, string level, int claims, string schedule, string argument)
    {
        var count = claims.ToString(CultureInfo.InvariantCulture);
        return ($"{level}: {count} claims",
            LetterMerge.Merge(Text, fields).Text.ReplaceLineEndings("\n").Replace("<level>", level, StringComparison.Ordinal).Replace("<count>", count, StringComparison.Ordinal)
                .Replace("<argument>", argument, StringComparison.Ordinal).Replace("<schedule>", schedule, StringComparison.Ordinal));
    }
}

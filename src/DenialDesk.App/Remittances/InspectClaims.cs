using DenialDesk.X12;
using DenialDesk.X12.Claims;

namespace DenialDesk.App.Remittances;

/// <summary>The 837s of a file: claims we submitted, by frequency.</summary>
internal static class InspectClaims
{
    public static IReadOnlyList<Problem> Run(Stream content, Inspection found, Action<ClaimItem>? each)
    {
        using var reader = new ClaimReader(content);
        while (reader.Read())
        {
            if (reader.Current is SubmittedClaimRead { Claim: var claim })
            {
                found.SubmittedClaims++;
                found.SubmittedLines += claim.Lines.Count;
                found.SubmittedCharge += claim.Charge ?? 0m;
                found.ByFrequency[claim.Frequency] = found.ByFrequency.GetValueOrDefault(claim.Frequency) + 1;
            }

            each?.Invoke(reader.Current!);
        }

        (found.Claims, found.Lines, found.Charge) = (found.SubmittedClaims, found.SubmittedLines, found.SubmittedCharge);
        return reader.Problems;
    }
}

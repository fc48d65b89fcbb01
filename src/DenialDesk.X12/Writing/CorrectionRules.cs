// Reason for length: every reason not to write a claim, in one place and in the order of docs/rules/corrected-claims.md.
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>Why a claim may not be written anew, and what to weigh when it may. Rules of docs/rules/corrected-claims.md.</summary>
internal static class CorrectionRules
{
    private const int MostControlNumber = 999_999_999;

    public static List<string> Warnings(SubmittedClaim original, CorrectedClaimRequest request)
    {
        var warnings = new List<string>();
        if (request.Kind == ResubmissionKind.Fresh && request.Answer == PayerAnswer.Adjudicated)
        {
            warnings.Add("The payer has already decided this claim; many payers deny a second original as a duplicate. Send it fresh only where this payer asks for it.");
        }

        if (request.Kind == ResubmissionKind.Corrected)
        {
            warnings.Add("A replacement is decided anew as a whole; lines that were paid may be taken back.");
        }

        if (request.Kind == ResubmissionKind.Fresh && original.Source.Claim.Any(s => s.Id == "SVD"))
        {
            warnings.Add("The claim carries what another payer decided; check that it still says the same.");
        }

        return warnings;
    }

    public static IReadOnlyList<string> Refusals(SubmittedClaim original, CorrectedClaimRequest request)
    {
        var refusals = new List<string>();
        Original(original, refusals);
        Kind(original, request, refusals);
        Numbers(original, request, refusals);
        if (request.Kind == ResubmissionKind.Void)
        {
            if (!request.Edits.IsEmpty)
            {
                refusals.Add("A void repeats the claim as it was sent. Leave the changes out, or write a corrected claim instead.");
            }
        }
        else
        {
            EditRules.Check(original, request, refusals);
        }

        return refusals;
    }

    private static void Original(SubmittedClaim original, List<string> refusals)
    {
        var source = original.Source;
        if (original.Flavor is not (ClaimFlavor.Professional or ClaimFlavor.Institutional))
        {
            refusals.Add("Only professional (837P) and institutional (837I) claims can be written anew. Correct this one in the system that made it.");
        }

        if (source.Interchange is null || source.Group is null || source.Header.Count == 0 || source.Header.All(s => s.Id != "BHT"))
        {
            refusals.Add("The original lacks the head of its file (ISA, GS or BHT), so sender and receiver are not known. Import the whole file.");
        }

        if (source.Billing.Count == 0 || source.Subscriber.Count == 0 || source.Billing[0].Id != "HL" || source.Subscriber[0].Id != "HL")
        {
            refusals.Add("The original lacks its billing provider or its subscriber. Correct the claim in the system that made it.");
        }

        if (original.Charge is null || original.LineCharges is null || original.Lines.Count == 0)
        {
            refusals.Add("The original has no lines, or a charge in it cannot be read. Correct the claim in the system that made it.");
        }

        if (source.Claim.Count(s => s.Id == "LX") != original.Lines.Count)
        {
            refusals.Add("The lines of the original are not all numbered (LX), so they cannot be told apart. Correct the claim in the system that made it.");
        }

        if (original.FacilityQualifier.Length == 0 || source.Claim[0].View[5].IndexOf(source.Delimiters.Component) < 0)
        {
            refusals.Add("The place and the frequency of the original (CLM05) cannot be told apart. Correct the claim in the system that made it.");
        }

        if (original.Frequency == "8")
        {
            refusals.Add("The original is itself a void. Start from the claim it took back.");
        }
    }

    private static void Kind(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        var named = request.PayerClaimControlNumber.Length > 0;
        if (request.Kind == ResubmissionKind.Fresh)
        {
            if (named)
            {
                refusals.Add("A fresh claim names no earlier claim. Leave the payer's claim number out, or write a corrected claim instead.");
            }

            return;
        }

        var word = request.Kind == ResubmissionKind.Corrected ? "corrected" : "void";
        if (request.Answer != PayerAnswer.Adjudicated)
        {
            refusals.Add($"The payer never decided this claim, so there is nothing a {word} claim could replace. Send it fresh (frequency 1).");
        }
        else if (!named)
        {
            refusals.Add($"A {word} claim must name the payer's claim number of the latest remittance (REF*F8). Without it the payer rejects it or denies it as a duplicate.");
        }

        Text(request.PayerClaimControlNumber, "The payer's claim number", 50, original, refusals);
        if (request.Kind == ResubmissionKind.Corrected && request.Edits.Payer is not null)
        {
            refusals.Add("A corrected claim goes to the payer that decided. For another payer, write a fresh claim.");
        }
    }

    private static void Numbers(SubmittedClaim original, CorrectedClaimRequest request, List<string> refusals)
    {
        if (request.InterchangeControlNumber is < 1 or > MostControlNumber || request.GroupControlNumber is < 1 or > MostControlNumber)
        {
            refusals.Add($"Control numbers of interchange and group (ISA13, GS06) must lie between 1 and {MostControlNumber:N0}.");
        }

        var before = original.Batch.Envelope.Interchange?.ControlNumber ?? "";
        if (int.TryParse(before, out var number) && number == request.InterchangeControlNumber)
        {
            refusals.Add("The control number of the interchange (ISA13) is the original's; the receiver would take the file for a copy. Hand in the next one.");
        }

        if (request.BatchReference.Length == 0 || request.BatchReference == original.Batch.Reference)
        {
            refusals.Add("The batch needs a number of its own (BHT03), another than the original's; the payer's acknowledgment quotes it.");
        }

        Text(request.BatchReference, "The batch number (BHT03)", 50, original, refusals);
        if (request.TransactionControlNumber.Length is < 4 or > 9 || !request.TransactionControlNumber.All(char.IsAsciiLetterOrDigit))
        {
            refusals.Add("The control number of the transaction (ST02) has four to nine letters or digits.");
        }
    }

    /// <summary>Refuses a text that is too long or would cut the file.</summary>
    internal static void Text(string? value, string what, int most, SubmittedClaim original, List<string> refusals)
    {
        if (string.IsNullOrEmpty(value))
        {
            return;
        }

        if (value.Length > most)
        {
            refusals.Add($"{what} has room for {most} characters and was given {value.Length}.");
        }
        else if (string.IsNullOrWhiteSpace(value))
        {
            refusals.Add($"{what} is blank. Leave it out or fill it in.");
        }

        if (X12Writer.Refuse(value, what, original.Source.Delimiters) is { } refusal)
        {
            refusals.Add(refusal);
        }
    }
}

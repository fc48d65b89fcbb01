using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Writing;

/// <summary>Writes a professional claim to the next payer from the claim that the first payer decided: the next payer takes the subscriber's place, the first one's decision goes along.</summary>
/// <remarks>
/// Pure, as <see cref="CorrectedClaim"/>. The first payer becomes loop 2320 (SBR, CAS, AMT*D, AMT*EAF, OI) with 2330A and 2330B (REF*F8), and each line carries 2430 (SVD, CAS, DTP*573, AMT*EAF).
/// Every line's charge is its payment and its adjustments, and so is the claim's: what does not balance is refused. Rules: docs/rules/hand-offs.md.
/// </remarks>
public static class SecondaryClaim
{
    private static readonly string[] OfPerson = ["N3", "N4"];

    /// <summary>Writes the claim, or says why not.</summary>
    public static CorrectedClaimResult Write(SubmittedClaim original, SecondaryClaimRequest request)
    {
        var refusals = SecondaryRules.Refusals(original, request);
        if (refusals.Count > 0)
        {
            return new CorrectedClaimResult(null, refusals, [], []);
        }

        return CorrectedClaim.Assemble(original, request.Envelope, draft => Turn(draft, original, request));
    }

    private static void Turn(ClaimDraft draft, SubmittedClaim original, SecondaryClaimRequest request)
    {
        var first = Prior(draft, original, request.Prior);
        var code = Next(draft, request.To);
        Insured(draft, request.To, code);
        draft.Claim.Segments.AddRange(first);
        for (var i = 0; i < draft.Lines.Count; i++)
        {
            Decided(draft.Lines[i], original, original.Lines[i], request.Prior.Lines.Single(l => l.Line == i + 1), request.Prior.DecidedOn);
        }
    }

    /// <summary>Loop 2320 with 2330A and 2330B: the first payer, who is insured there, and what it decided on the claim.</summary>
    private static List<DocumentSegment> Prior(ClaimDraft draft, SubmittedClaim original, PriorDecision prior)
    {
        var loop = draft.Subscriber;
        var sbr = loop.Segments[loop.Find("SBR")];
        var relationship = draft.Patient.Find("PAT") is >= 0 and var pat ? draft.Patient.Segments[pat][1] : "18";
        var found = new List<DocumentSegment> { loop.New("SBR", sbr[1], relationship, sbr[3], sbr[4], sbr[5], "", "", "", sbr[9]) };
        found.AddRange(Adjustments(loop, prior.Adjustments));
        found.Add(loop.New("AMT", "D", Element.Number(prior.Paid)));
        var owed = prior.Adjustments.Concat(prior.Lines.SelectMany(l => l.Adjustments)).Where(IsPatients).Sum(a => a.Amount);
        if (owed > 0)
        {
            found.Add(loop.New("AMT", "EAF", Element.Number(owed)));
        }

        found.Add(loop.New("OI", "", "", original.BenefitsAssigned.Length > 0 ? original.BenefitsAssigned : "Y", "", "", original.ReleaseOfInformation.Length > 0 ? original.ReleaseOfInformation : "Y"));
        found.AddRange(Party(loop, "IL"));
        found.AddRange(Party(loop, "PR"));
        if (prior.PayerClaimNumber.Length > 0)
        {
            found.Add(loop.New("REF", "F8", prior.PayerClaimNumber));
        }

        return found;
    }

    /// <summary>The next payer's own 2320, if the claim had one, is gone: it is now the payer the claim is for. Returns its place in the order of payers.</summary>
    private static string Next(ClaimDraft draft, NextPayer to)
    {
        var clm = draft.Claim;
        var taken = draft.Subscriber.Segments[draft.Subscriber.Find("SBR")][1].Trim() switch { "S" => "T", "T" => "A", _ => "S" };
        for (var at = clm.Find("SBR"); at >= 0; at = clm.Find("SBR", null, at + 1))
        {
            var end = clm.Find("SBR", null, at + 1) is >= 0 and var next ? next : clm.Segments.Count;
            var payer = clm.Segments.FindIndex(at, end - at, s => s.Id == "NM1" && s[1].Trim() == "PR");
            if (payer < 0 || !string.Equals(clm.Segments[payer][9].Trim(), to.Id.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            taken = clm.Segments[at][1].Trim();
            clm.Segments.RemoveRange(at, end - at);
            break;
        }

        return taken;
    }

    private static void Insured(ClaimDraft draft, NextPayer to, string code)
    {
        var loop = draft.Subscriber;
        var person = to.PatientIsInsured && draft.Patient.Segments.Count > 0;
        if (person)
        {
            Replace(loop, "IL", Patient(draft));
            draft.Patient.Segments.Clear();
            loop.Change(0, s => s.With(4, "0"));
        }

        var self = draft.Patient.Segments.Count == 0;
        loop.Change(loop.Find("SBR"), _ => loop.New("SBR", code, self ? "18" : "", to.GroupNumber, "", "", "", "", "", to.FilingIndicator.ToUpperInvariant()));
        loop.Change(loop.Find("NM1", "IL"), s => s.With(8, "MI").With(9, to.MemberId.Trim()));
        Replace(loop, "PR", [loop.New("NM1", "PR", "2", to.Name.Trim(), "", "", "", "", "PI", to.Id.Trim())]);
    }

    /// <summary>The patient's name, address and birth as an insured person's.</summary>
    private static List<DocumentSegment> Patient(ClaimDraft draft)
    {
        var loop = draft.Patient;
        var at = loop.Find("NM1", "QC");
        var found = new List<DocumentSegment> { loop.Segments[at].With(1, "IL") };
        found.AddRange(loop.Segments.Skip(at + 1).TakeWhile(s => s.Id != "NM1").Where(s => s.Id is "N3" or "N4" or "DMG"));
        return found;
    }

    /// <summary>Puts other segments in the place of a name and all that belongs to it.</summary>
    private static void Replace(LoopDraft loop, string role, IReadOnlyList<DocumentSegment> with)
    {
        var at = loop.Find("NM1", role);
        var end = loop.Segments.FindIndex(at + 1, s => s.Id == "NM1");
        loop.Segments.RemoveRange(at, (end < 0 ? loop.Segments.Count : end) - at);
        loop.Segments.InsertRange(at, with);
    }

    /// <summary>A name of the subscriber's loop with its address.</summary>
    private static IEnumerable<DocumentSegment> Party(LoopDraft loop, string role)
    {
        var at = loop.Find("NM1", role);
        return loop.Segments.Skip(at + 1).TakeWhile(s => s.Id != "NM1").Where(s => OfPerson.Contains(s.Id)).Prepend(loop.Segments[at]);
    }

    /// <summary>Loop 2430 at the end of a line, before its forms.</summary>
    private static void Decided(LoopDraft line, SubmittedClaim original, ClaimLine billed, PriorLine prior, DateOnly on)
    {
        var at = line.Segments.FindIndex(s => s.Id is "LQ" or "FRM");
        var found = new List<DocumentSegment>
        {
            line.New("SVD", original.Payer!.Name.Id, Element.Number(prior.Paid), Procedure(line, billed, prior), "", Element.Number(prior.Units ?? billed.Units ?? 1m)),
        };
        found.AddRange(Adjustments(line, prior.Adjustments));
        found.Add(line.New("DTP", "573", "D8", Element.Date(on)));
        var owed = prior.Adjustments.Where(IsPatients).Sum(a => a.Amount);
        if (owed > 0)
        {
            found.Add(line.New("AMT", "EAF", Element.Number(owed)));
        }

        line.Segments.InsertRange(at < 0 ? line.Segments.Count : at, found);
    }

    private static string Procedure(LoopDraft line, ClaimLine billed, PriorLine prior)
    {
        var named = prior.Procedure.Length > 0;
        IEnumerable<string> modifiers = named ? prior.Modifiers : billed.Procedure?.Modifiers ?? [];
        return line.Segments[0].Join([billed.Procedure?.Qualifier is { Length: > 0 } kind ? kind : "HC", named ? prior.Procedure : billed.Procedure?.Code ?? "", .. modifiers.Take(4)]);
    }

    /// <summary>One CAS for every six reasons of a group.</summary>
    private static IEnumerable<DocumentSegment> Adjustments(LoopDraft loop, IReadOnlyList<PriorAdjustment> adjustments)
        => adjustments.GroupBy(a => a.Group).SelectMany(g => g.Chunk(6).Select(six =>
            loop.New(["CAS", g.Key, .. six.SelectMany(a => new[] { a.Reason, Element.Number(a.Amount), a.Quantity is { } quantity ? Element.Number(quantity) : "" })])));

    private static bool IsPatients(PriorAdjustment adjustment) => adjustment.Group == "PR";
}

using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;
using DenialDesk.X12;
using DenialDesk.X12.Status;

namespace DenialDesk.App.Remittances;

/// <summary>The 277s of a file: claims by what became of them, and every rejection with its reason in words.</summary>
public static class InspectStatus
{
    internal static IReadOnlyList<Problem> Run(Stream content, Inspection found, Action<StatusItem>? each)
    {
        using var reader = new StatusReader(content);
        var type = "277";
        StatusLevel? source = null;
        while (reader.Read())
        {
            switch (reader.Current)
            {
                case StatusOpened opened:
                    type = TypeOf(opened.Header.Kind);
                    source = null;
                    break;
                case StatusLevelRead { Level: var level }:
                    source = level.Role == StatusRole.Source ? level : source;
                    if (level.RejectsAllBelow) { found.Rejections.Add(Whole(type, level, source)); }

                    break;
                case StatusClaimRead { Claim: var claim }:
                    Add(found, type, claim);
                    break;
                case StatusClosed { Trailer: var trailer }:
                    found.Accepted += trailer.Accepted;
                    found.Rejected += trailer.Rejected;
                    break;
            }

            each?.Invoke(reader.Current!);
        }

        return reader.Problems;
    }

    /// <summary>What a status says in words: a sentence for each composite, then the sender's own words.</summary>
    public static IEnumerable<string> Words(StatusInformation status)
    {
        foreach (var code in status.Codes)
        {
            yield return StatusSentence.Of(ShippedCodes.Book, code.Category, code.Code, code.Entity, code.List);
        }

        if (status.Message.Length > 0) { yield return status.Message; }
    }

    internal static string TypeOf(StatusKind kind) => kind switch
    {
        StatusKind.ClaimAcknowledgment => "277CA",
        StatusKind.InformationRequest => "277RFI",
        StatusKind.PendingStatus => "277P",
        StatusKind.DataReporting => "277DRA",
        _ => "277",
    };

    private static void Add(Inspection found, string type, StatusClaim claim)
    {
        found.Claims++;
        found.Lines += claim.Lines.Count;
        found.Charge += claim.Charge ?? 0m;
        var decision = claim.Decision;
        found.Outcomes[decision.Outcome] = found.Outcomes.GetValueOrDefault(decision.Outcome) + 1;
        if (decision.Outcome == StatusOutcome.Rejected) { found.Rejections.Add(Claim(type, claim)); }
    }

    /// <summary>The rejection of one claim.</summary>
    public static InspectRejection Claim(string type, StatusClaim claim) =>
        Rejection(type, claim.Decision.AtLine ? "line" : "claim", claim.Source, claim.Receiver, claim.Decision.Statuses, claim.At) with
        {
            Claim = claim.PatientControlNumber.Length > 0 ? claim.PatientControlNumber : null,
            PayerClaim = claim.PayerClaimNumber,
            Amount = claim.Charge,
            Review = claim.Decision.NeedsReview,
        };

    /// <summary>The rejection of a whole provider or batch.</summary>
    public static InspectRejection Whole(string type, StatusLevel level, StatusLevel? source)
    {
        var refused = level.Statuses.Where(s => s.IsRejection).ToList();
        return Rejection(type, level.Role == StatusRole.Provider ? "provider" : "batch", source, level, refused, level.At) with
        {
            Amount = level.RejectedAmount ?? refused.Select(s => s.Amount).FirstOrDefault(a => a is not null),
        };
    }

    private static InspectRejection Rejection(
        string type, string level, StatusLevel? source, StatusLevel? batch, IReadOnlyList<StatusInformation> statuses, Location at) => new(
        type,
        level,
        null,
        null,
        batch?.Traces.FirstOrDefault(t => t.Type == "2")?.Number,
        StatusDecision.SpeakerOf(source).Text(),
        source?.Party?.Name ?? "",
        null,
        statuses.SelectMany(s => s.Codes).Select(c => c.ToString()).Distinct().ToArray(),
        statuses.SelectMany(Words).Distinct().ToArray(),
        false,
        at);
}

using System.Security.Cryptography;
using System.Text;
using DenialDesk.App.Claims;
using DenialDesk.App.Remittances;
using DenialDesk.X12;
using DenialDesk.X12.Acknowledgment;
using DenialDesk.X12.Status;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Intake;

/// <summary>One answer as it is kept.</summary>
internal sealed record Answer(
    string Kind, string Level, string Outcome, string SaidBy, string SaidByName, string Interchange, string Group, string Set, string Account, string Npi, string PayerClaim,
    string Trace, string[] Codes, string Reason, decimal? Amount, DateOnly DecidedOn, Location At)
{
    /// <summary>The ids the answering side is written with.</summary>
    public string[] From { get; init; } = [];

    /// <summary>The ids our side is written with.</summary>
    public string[] To { get; init; } = [];

    /// <summary>BHT03 of the transaction answered; empty when not quoted.</summary>
    public string Batch { get; init; } = "";

    /// <summary>Account keys of the claims an error names.</summary>
    public string[] Named { get; init; } = [];
}

/// <summary>Posts the 277CAs, 999s, 997s and TA1s of a file, each answer once however often it is sent.</summary>
internal sealed class AnswerPosting(NpgsqlConnection connection, NpgsqlTransaction transaction, long fileId, DateOnly today)
{
    /// <summary>The claim-level answers of 277CAs.</summary>
    public async Task<List<OtherVerdict>> StatusAsync(Stream content, List<Problem> problems, CancellationToken cancellation)
    {
        var verdicts = new List<OtherVerdict>();
        var answers = new List<Answer>();
        await using var reader = new StatusReader(content);
        StatusHeader? header = null;
        while (await reader.ReadAsync(cancellation))
        {
            switch (reader.Current)
            {
                case StatusOpened opened:
                    header = opened.Header;
                    answers.Clear();
                    break;
                case StatusClaimRead { Claim: var claim } when header?.Kind == StatusKind.ClaimAcknowledgment:
                    answers.Add(Of(header, claim));
                    break;
                case StatusClosed closed when header is not null:
                    verdicts.Add(await CloseAsync(header, closed, answers, cancellation));
                    break;
            }
        }

        problems.AddRange(reader.Problems);
        return verdicts;
    }

    /// <summary>The answers of 999s, 997s and TA1s; one verdict for each transaction is made by the caller, by segment.</summary>
    public async Task<int> EnvelopesAsync(Stream content, List<Problem> problems, CancellationToken cancellation)
    {
        var file = await AcknowledgmentFile.ReadAsync(content, cancellation: cancellation);
        var rejections = file.Rejections;
        var answers = file.Interchanges.Select(i => Ends(i.Envelope, Envelope(
            "TA1", "interchange", i.State, "", "", i.ControlNumber, i.Date ?? today, i.At, [.. rejections.Where(r => r.Scope == RejectionScope.Interchange && r.At == i.At)])));
        answers = answers.Concat(file.Sets.Select((s, i) =>
        {
            // The errors of a set stand between it and the next one; set numbers come again in every group.
            var end = i + 1 < file.Sets.Count ? file.Sets[i + 1].At.Segment : int.MaxValue;
            FileRejection[] why = s.State != AcknowledgmentState.Rejected ? []
                : [.. rejections.Where(r => r.Scope is RejectionScope.Transaction or RejectionScope.Claim && r.At.Segment >= s.At.Segment && r.At.Segment < end)];
            return Ends(s.Group?.Envelope, Envelope(
                s.Group?.Kind ?? "999", "set", s.State, s.Group?.ControlNumber ?? "", s.ControlNumber, "", s.Group?.Envelope.Group?.Date ?? today, s.At, why))
                with
            { Named = [.. why.Select(r => ClaimThread.Account(r.PatientControlNumber ?? "")).Where(n => n.Length > 0).Distinct()] };
        }));
        answers = answers.Concat(file.Groups.Where(g => g.Sets == 0 && g.State != AcknowledgmentState.PartiallyAccepted).Select(g => Ends(g.Group?.Envelope, Envelope(
            g.Group?.Kind ?? "999", "group", g.State, g.Group?.ControlNumber ?? "", "", "", g.Group?.Envelope.Group?.Date ?? today, g.At,
            [.. rejections.Where(r => r.Scope == RejectionScope.Group && r.At == g.At)]))));
        problems.AddRange(file.Problems);
        return await SaveAsync([.. answers], cancellation);
    }

    private Answer Of(StatusHeader header, StatusClaim claim)
    {
        var decision = claim.Decision;
        var outcome = decision.Outcome switch
        {
            StatusOutcome.Rejected => "rejected",
            StatusOutcome.Accepted => "accepted",
            StatusOutcome.Received => "received",
            _ => "other",
        };
        return Ends(header.Envelope, new(
            "277CA", "claim", outcome, decision.By == StatusSpeaker.Unknown ? "unknown" : decision.By.ToString().ToLowerInvariant(), claim.Source?.Party?.Name ?? "", "", "", "",
            ClaimThread.Account(claim.PatientControlNumber), claim.Provider?.Party is { IdQualifier: "XX" } billing ? billing.Id : "", claim.PayerClaimNumber ?? "",
            claim.Source is { Traces: [var trace, ..] } ? trace.Number : header.ReferenceNumber, [.. decision.Statuses.SelectMany(s => s.Codes).Select(c => c.ToString()).Distinct()],
            string.Join(" ", decision.Statuses.SelectMany(InspectStatus.Words).Distinct()), claim.Charge,
            claim.Source?.Date("009")?.From ?? header.Date ?? today, claim.At), claim.Source?.Party?.Id, claim.Receiver?.Party?.Id)
            with
        { Batch = claim.Receiver is { Traces: [var batch, ..] } ? batch.Number : "" };
    }

    private static Answer Ends(Envelope? envelope, Answer answer, string? source = null, string? receiver = null) => answer with
    {
        From = ExchangeIds.Of(envelope?.Interchange?.Sender, envelope?.Group?.Sender, source),
        To = ExchangeIds.Of(envelope?.Interchange?.Receiver, envelope?.Group?.Receiver, receiver),
    };

    private static Answer Envelope(
        string kind, string level, AcknowledgmentState state, string group, string set, string interchange, DateOnly on, Location at, IReadOnlyList<FileRejection> why) => new(
        kind, level, state is AcknowledgmentState.Accepted or AcknowledgmentState.AcceptedWithErrors ? "received" : state == AcknowledgmentState.Rejected ? "rejected" : "other",
        "receiver", "", ControlNumbers.Plain(interchange), ControlNumbers.Plain(group), ControlNumbers.Plain(set), "", "", "", "", [.. why.SelectMany(r => r.Codes).Distinct()],
        string.Join(" ", why.SelectMany(r => r.Sentences).Distinct()), null, on, at);

    private async Task<OtherVerdict> CloseAsync(StatusHeader header, StatusClosed closed, List<Answer> answers, CancellationToken cancellation)
    {
        var at = header.Envelope.Transaction?.At ?? header.At;
        OtherVerdict Verdict(string state, string? reason, int claims = 0) => new("277CA", at.Segment, header.Envelope.Transaction?.ControlNumber ?? "", state, reason, null, claims);
        if (header.Kind != StatusKind.ClaimAcknowledgment) { return Verdict("skipped", "This 277 is a status answer, not an acknowledgement. It is kept with the file and not posted."); }

        if (closed.Trailer.Rejects) { return Verdict("quarantined", closed.Problems.FirstOrDefault(p => p.Severity == Severity.Rejects)?.Sentence ?? "The end of this 277CA is missing. Ask the sender for the whole file."); }

        var added = await SaveAsync(answers, cancellation);
        return added == 0 && answers.Count > 0 ? Verdict("already_received", "The same answers came before. They were not posted again.") : Verdict("posted", null, answers.Count);
    }

    private async Task<int> SaveAsync(List<Answer> answers, CancellationToken cancellation)
    {
        if (answers.Count == 0) { return 0; }

        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var a in answers)
        {
            var command = new NpgsqlBatchCommand(
                """
                insert into acknowledgement (file_id, fingerprint, kind, level, outcome, said_by, said_by_name, interchange_no, group_no, set_no, account_key, billing_npi,
                  payer_claim_number, trace, codes, reason, amount, decided_on, first_segment, byte_offset, from_ids, to_ids, batch_reference, named)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) on conflict (fingerprint) do nothing
                """);
            foreach (var value in new object[]
            {
                fileId, Fingerprint(a), a.Kind, a.Level, a.Outcome, a.SaidBy, a.SaidByName, a.Interchange, a.Group, a.Set, a.Account, a.Npi, a.PayerClaim, a.Trace, a.Codes, a.Reason,
            })
            {
                command.Parameters.Add(new() { Value = value });
            }

            command.Parameters.Add(new() { Value = (object?)a.Amount ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Numeric });
            foreach (var value in new object[] { a.DecidedOn, a.At.Segment, a.At.Offset, a.From, a.To, a.Batch, a.Named }) { command.Parameters.Add(new() { Value = value }); }

            batch.BatchCommands.Add(command);
        }

        // One statement, thousands of times; nothing covers its table with a temporary twin.
        await batch.PrepareAsync(cancellation);
        return Math.Max(0, await batch.ExecuteNonQueryAsync(cancellation));
    }

    private static byte[] Fingerprint(Answer a) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\u001f', a.Kind, a.Level, a.Outcome, a.SaidBy, a.SaidByName, a.Interchange, a.Group, a.Set, a.Account, a.Npi, a.PayerClaim, a.Trace, string.Join(' ', a.Codes), a.Reason, $"{a.DecidedOn:O}",
        string.Join(' ', a.From), string.Join(' ', a.To), a.Batch)));
}

/// <summary>The ids an end of an exchange is written with (ISA, GS, NM1*40 and NM1*41), as they are compared.</summary>
internal static class ExchangeIds
{
    /// <summary>Trimmed, upper case, without empty ones and doubles, in order.</summary>
    public static string[] Of(params string?[] ids) => [.. ids.Select(i => (i ?? "").Trim().ToUpperInvariant()).Where(i => i.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}

using DenialDesk.Domain.Prevention;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Prevention;

/// <summary>A claim as we sent it, with what the payer first answered.</summary>
internal sealed record KeptOutcome(CheckedClaim Claim, bool Denied, string Category, string Carc)
{
    /// <summary>Whether it was refused for what a rule is to prevent.</summary>
    public TriedClaim For(int? payer, string category, string carc)
        => new(Claim, Denied && (payer is null || Claim.PayerId == payer) && (carc.Length > 0 ? Carc == carc : Category == category));
}

/// <summary>Reads our own kept 837s matched to their outcomes: the first decision on or after the day a claim was sent.</summary>
internal static class KeptOutcomes
{
    /// <summary>Claims read at most, the newest first.</summary>
    public const int Most = 200_000;

    // The practice's submissions of a span, then link, decision and denial each by key.
    private const string Select =
        """
        select s.frequency, s.payer_claim_number <> '', s.authorization_number <> '', s.referral_number, s.facility, s.rendering_npi, s.diagnoses, s.submitted_at::date - s.service_from,
               (select array_agg(l.procedure_code || ' ' || array_to_string(l.modifiers, ' ') order by l.line_no) from submitted_line l where l.practice_id = s.practice_id and l.submitted_id = s.submitted_id),
               o.payer_id, o.category, o.carc, s.submitted_at::date
        from submitted_claim s
        join submission_link k on k.practice_id = s.practice_id and k.submitted_id = s.submitted_id
        join lateral (
            select coalesce(p.merged_into, p.payer_id) as payer_id, d.category, d.lead_carc as carc from adjudication a
            join payer p on p.payer_id = a.payer_id
            left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id and d.outcome is distinct from 'not_a_denial'
            where a.practice_id = s.practice_id and a.claim_id = k.claim_id and a.remit_date >= s.submitted_at::date and a.kind in ('paid', 'denied', 'partly_denied', 'zero_pay')
            order by a.remit_date, a.adjudication_id limit 1) o on true
        where s.practice_id = $1 and s.submitted_at >= $2 and s.frequency <> '8' and ($3::int is null or o.payer_id = $3)
        order by s.submitted_at desc limit $4
        """;

    /// <summary>The outcomes of claims sent from a day on.</summary>
    public static async Task<List<KeptOutcome>> ReadAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, DateOnly from, int? payer, CancellationToken cancellation)
        => [.. (await RowsAsync(connection, transaction, practice, from, payer, cancellation)).Select(r => r.Outcome)];

    /// <summary>The same for all payers, each with the day it was sent.</summary>
    public static Task<List<(DateOnly SentOn, KeptOutcome Outcome)>> ReadDatedAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, DateOnly from, CancellationToken cancellation)
        => RowsAsync(connection, transaction, practice, from, null, cancellation);

    private static async Task<List<(DateOnly SentOn, KeptOutcome Outcome)>> RowsAsync(NpgsqlConnection connection, NpgsqlTransaction? transaction, int practice, DateOnly from, int? payer, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Select, connection, transaction)
        {
            Parameters =
            {
                new() { Value = practice }, new() { Value = from.ToDateTime(TimeOnly.MinValue), NpgsqlDbType = NpgsqlDbType.Timestamp }, new() { Value = (object?)payer ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
                new() { Value = Most },
            },
        };
        var found = new List<(DateOnly, KeptOutcome)>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            string? Text(int i) => r.IsDBNull(i) ? null : r.GetString(i);
            var claim = new CheckedClaim
            {
                Frequency = r.GetString(0),
                OriginalReference = r.GetBoolean(1),
                Authorization = r.GetBoolean(2),
                Referral = Text(3) is { } referral ? referral.Length > 0 : null,
                Place = Text(4),
                Provider = Text(5),
                Diagnoses = r.GetFieldValue<string[]>(6),
                AgeDays = r.IsDBNull(7) ? null : r.GetInt32(7),
                Lines = r.IsDBNull(8) ? [] : [.. r.GetFieldValue<string[]>(8).Select(Line)],
                PayerId = r.GetInt32(9),
            };
            found.Add((r.GetFieldValue<DateOnly>(12), new(claim, !r.IsDBNull(10), Text(10) ?? "", Text(11) ?? "")));
        }

        return found;
    }

    private static CheckedLine Line(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var code, .. var modifiers] ? new(code, modifiers) : new("", []);
}

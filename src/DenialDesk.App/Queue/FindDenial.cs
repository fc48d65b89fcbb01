using System.Globalization;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using NpgsqlTypes;

namespace DenialDesk.App.Queue;

/// <summary>A denial found by its number or by its claim's account.</summary>
public sealed record DenialHit(int PracticeId, long DenialId, string Account, string Payer, string Code, string State, decimal Denied);

/// <summary>Finds denials by number or by the beginning of the account, for who knows where they want to go.</summary>
public sealed class FindDenial(DeskSource database, TimeProvider clock)
{
    /// <summary>Up to eight, the open ones first; nothing for fewer than two characters.</summary>
    public async Task<IReadOnlyList<DenialHit>> Run(string text, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var wanted = text.Trim().TrimStart('#').ToLowerInvariant();
        if (wanted.Length is < 2 or > 60) { return []; }

        // denial_search (trigrams) finds the accounts; the number is looked up by itself.
        await using var command = database.CreateCommand(
            """
            select x.practice_id, x.denial_id, x.patient_control_number, p.name, x.lead_group || '-' || x.lead_carc, x.state, x.denied_amount
            from (
                select d.* from denial_search w join denial d using (practice_id, denial_id) where w.search like '%' || $1 || '%' and starts_with(lower(d.patient_control_number), $2) and ($3::int[] is null or d.practice_id = any($3))
                union
                select d.* from denial d where d.denial_id = $4 and ($3::int[] is null or d.practice_id = any($3))) x
            join payer p on p.payer_id = x.payer_id
            order by x.is_open desc, x.rank_key desc, x.denial_id limit 8
            """);
        command.Parameters.Add(new() { Value = wanted.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) });
        command.Parameters.Add(new() { Value = wanted });
        command.Parameters.Add(new() { Value = (object?)actor.PracticeScope ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = long.TryParse(wanted, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1L });
        var found = new List<DenialHit>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation)) { found.Add(new(r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetDecimal(6))); }
        }

        if (found.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new("read.found", "denials", found.Count.ToString(CultureInfo.InvariantCulture), Shown: [.. found.Select(f => f.DenialId)]), cancellation);
        }

        return found;
    }
}

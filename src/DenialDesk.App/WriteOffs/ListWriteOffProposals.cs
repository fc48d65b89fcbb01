using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Domain.WriteOffs;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.WriteOffs;

/// <summary>An open denial that is proposed for giving up.</summary>
/// <param name="Reason">small_balance or cost_exceeds_return.</param>
/// <param name="Expected">Dollars it is expected to return, by the score.</param>
/// <param name="Hard">Soft denials can still be mended; hard ones cannot.</param>
public sealed record WriteOffProposal(int PracticeId, long DenialId, int Version, string Account, string Payer, string Code, string Category, decimal Open, decimal Expected, string Reason, string Hardness, DateOnly Due, string? Owner);

/// <summary>Open denials too small to work, or that cost more than they return. Nothing that is on its way to the payer, or waits for approval.</summary>
public sealed class ListWriteOffProposals(DeskSource database, TimeProvider clock)
{
    /// <summary>Filters as they stand in the address.</summary>
    public sealed record Input
    {
        /// <summary>small_balance or cost_exceeds_return; null for both.</summary>
        public string? Reason { get; init; }

        public int? Payer { get; init; }

        public int? Practice { get; init; }

        /// <summary>Goes on after this denial.</summary>
        public long? After { get; init; }

        public int Take { get; init; } = 50;

        /// <summary>True when the rows leave the desk as a file.</summary>
        public bool Export { get; init; }
    }

    /// <summary>The proposals, oldest denial first.</summary>
    public async Task<IReadOnlyList<WriteOffProposal>> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var policy = await WriteOffAsking.PolicyAsync(connection, null, today, cancellation);
        // A walk over the open denials (denial_queue indexes hold is_open); the small ones are few.
        await using var command = new NpgsqlCommand(
            """
            select d.practice_id, d.denial_id, d.version, d.patient_control_number, p.name, d.lead_group || '-' || d.lead_carc, d.category, greatest(0, d.denied_amount - d.recovered_amount),
                   coalesce((d.score_parts->>'expectedValue')::numeric, 0), coalesce((d.score_parts->>'costsMore')::boolean, false), d.hardness, d.due_on, u.display_name
            from denial d join payer p on p.payer_id = d.payer_id left join identity_users u on u.id = d.assigned_to
            where d.is_open and d.state <> 'waiting' and ($1::int[] is null or d.practice_id = any($1)) and ($2::int is null or d.payer_id = $2) and ($3::int is null or d.practice_id = $3)
              and ($4::bigint is null or d.denial_id > $4)
              and case $5 when 'small_balance' then d.denied_amount - d.recovered_amount <= $6
                          when 'cost_exceeds_return' then d.denied_amount - d.recovered_amount > $6 and coalesce((d.score_parts->>'costsMore')::boolean, false)
                          else d.denied_amount - d.recovered_amount <= $6 or coalesce((d.score_parts->>'costsMore')::boolean, false) end
              and not exists (select 1 from write_off_request w where w.practice_id = d.practice_id and w.denial_id = d.denial_id and w.state = 'waiting')
            order by d.denial_id limit $7
            """, connection);
        void Add(object? value, NpgsqlDbType type) => command.Parameters.Add(new() { Value = value ?? DBNull.Value, NpgsqlDbType = type });
        Add(actor.PracticeScope, NpgsqlDbType.Array | NpgsqlDbType.Integer);
        Add(input.Payer, NpgsqlDbType.Integer);
        Add(input.Practice, NpgsqlDbType.Integer);
        Add(input.After, NpgsqlDbType.Bigint);
        Add(input.Reason ?? "", NpgsqlDbType.Text);
        Add(policy.SmallBalance, NpgsqlDbType.Numeric);
        Add(Math.Clamp(input.Take, 1, 50_000), NpgsqlDbType.Integer);
        var found = new List<WriteOffProposal>();
        await using (var r = await command.ExecuteReaderAsync(cancellation))
        {
            while (await r.ReadAsync(cancellation)) { found.Add(Read(r, policy)); }
        }

        if (found.Count > 0)
        {
            await ReadLog.AppendAsync(
                database, actor, clock.GetUtcNow(), new(input.Export ? "read.write_off_proposals_exported" : "read.write_off_proposals", "denials", $"{found.Count}", Shown: [.. found.Select(f => f.DenialId)]), cancellation);
        }

        return found;
    }

    private static WriteOffProposal Read(NpgsqlDataReader r, WriteOffPolicy policy)
    {
        var open = r.GetDecimal(7);
        var reason = WriteOffProposals.Propose(open, r.GetBoolean(9), policy.SmallBalance, inFlight: false) ?? WriteOffReason.SmallBalance;
        return new(
            r.GetInt32(0), r.GetInt64(1), r.GetInt32(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), open, r.GetDecimal(8), reason.Text(), r.GetString(10),
            r.GetFieldValue<DateOnly>(11), r.IsDBNull(12) ? null : r.GetString(12));
    }
}

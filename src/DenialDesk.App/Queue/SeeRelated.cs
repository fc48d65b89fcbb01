using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Queue;

/// <summary>Another open denial of the same patient.</summary>
public sealed record RelatedDenial(int PracticeId, long DenialId, string Account, DateOnly? ServiceFrom, string Payer, string Code, decimal Denied, DateOnly Due, string? Owner);

/// <summary>What belongs together with one denial.</summary>
/// <param name="Payer">Its payer, for the address.</param>
/// <param name="PayerName">The payer's name.</param>
/// <param name="Code">Group and code, "CO-16".</param>
/// <param name="More">Other open denials of this payer and code, ours to work.</param>
/// <param name="Amount">Their denied dollars.</param>
/// <param name="Patient">Other open denials of the same patient, the nearest deadline first; ten at most.</param>
/// <param name="Today">The day it was read on.</param>
public sealed record RelatedWork(int Payer, string PayerName, string Code, long More, decimal Amount, IReadOnlyList<RelatedDenial> Patient, DateOnly Today);

/// <summary>Finds related work: one call, one letter or one look at the chart may do for several.</summary>
public sealed class SeeRelated(DeskSource database, TimeProvider clock)
{
    /// <summary>Related to which.</summary>
    public sealed record Input
    {
        public required int PracticeId { get; init; }

        public required long DenialId { get; init; }
    }

    /// <summary>What is related; null when the denial is not there for this person.</summary>
    public async Task<RelatedWork?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeDenials);
        if (!actor.Sees(input.PracticeId)) { return null; }

        var today = await DeskDay.TodayAsync(database, clock, actor, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        (int Payer, string Name, string Group, string Carc)? head = null;

        // By key.
        await using (var command = new NpgsqlCommand(
            "select d.payer_id, p.name, d.lead_group, d.lead_carc from denial d join payer p on p.payer_id = d.payer_id where d.practice_id = $1 and d.denial_id = $2", connection)
        { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } } })
        {
            await using var r = await command.ExecuteReaderAsync(cancellation);
            if (await r.ReadAsync(cancellation)) { head = (r.GetInt32(0), r.GetString(1), r.GetString(2), r.GetString(3)); }
        }

        if (head is not { } h) { return null; }

        var (more, amount) = await AlikeAsync(connection, input, new QueueFilter { Payer = h.Payer, Carc = $"{h.Group}-{h.Carc}" }, actor, today, cancellation);
        return new(h.Payer, h.Name, $"{h.Group}-{h.Carc}", more, amount, await PatientAsync(connection, input, cancellation), today);
    }

    private static async Task<(long More, decimal Amount)> AlikeAsync(NpgsqlConnection connection, Input input, QueueFilter filter, Actor actor, DateOnly today, CancellationToken cancellation)
    {
        // denial_queue with payer and code checked in the index, or denial_month where the payer has few.
        await using var command = connection.CreateCommand();
        var where = filter.Where(command, actor, today);
        command.Parameters.Add(new() { Value = input.DenialId });
        command.CommandText = $"select count(*), coalesce(sum(d.denied_amount), 0) from denial d where {where} and d.denial_id <> ${command.Parameters.Count.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        await using var r = await command.ExecuteReaderAsync(cancellation);
        await r.ReadAsync(cancellation);
        return (r.GetInt64(0), r.GetDecimal(1));
    }

    private static async Task<IReadOnlyList<RelatedDenial>> PatientAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // denial_search (trigrams) for the name, which is then compared whole; the member number tells namesakes apart where both were sent.
        await using var command = new NpgsqlCommand(
            """
            select d.practice_id, d.denial_id, d.patient_control_number, d.service_from, p.name, d.lead_group || '-' || d.lead_carc, d.denied_amount, d.due_on, u.display_name
            from denial me join adjudication ma on ma.practice_id = me.practice_id and ma.adjudication_id = me.adjudication_id
            join denial_search w on w.practice_id = me.practice_id and w.search like '%' || replace(replace(replace(replace(lower(me.patient_name), ', ', ' '), '\', '\\'), '%', '\%'), '_', '\_') || '%'
            join denial d on d.practice_id = w.practice_id and d.denial_id = w.denial_id and d.denial_id <> me.denial_id and d.is_open and d.patient_name = me.patient_name
            join adjudication a on a.practice_id = d.practice_id and a.adjudication_id = d.adjudication_id
            join payer p on p.payer_id = d.payer_id left join identity_users u on u.id = d.assigned_to
            where me.practice_id = $1 and me.denial_id = $2 and me.patient_name <> '' and (a.member_id = ma.member_id or a.member_id = '' or ma.member_id = '')
            order by d.due_on, d.denial_id limit 10
            """,
            connection)
        { Parameters = { new() { Value = input.PracticeId }, new() { Value = input.DenialId } } };
        var found = new List<RelatedDenial>();
        await using var r = await command.ExecuteReaderAsync(cancellation);
        while (await r.ReadAsync(cancellation))
        {
            found.Add(new(
                r.GetInt32(0), r.GetInt64(1), r.GetString(2), r.IsDBNull(3) ? null : r.GetFieldValue<DateOnly>(3), r.GetString(4), r.GetString(5), r.GetDecimal(6), r.GetFieldValue<DateOnly>(7),
                r.IsDBNull(8) ? null : r.GetString(8)));
        }

        return found;
    }
}

using System.Globalization;
using DenialDesk.App.Codes;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain.People;
using Npgsql;
using NpgsqlTypes;

namespace DenialDesk.App.Remittances;

/// <summary>One remittance as it was posted.</summary>
public sealed class SeeRemittance(DeskSource database, TimeProvider clock)
{
    /// <summary>Which remittance, and which of its claims.</summary>
    public sealed record Input
    {
        public required long FileId { get; init; }

        public required int PracticeId { get; init; }

        public required long RemittanceId { get; init; }

        /// <summary>"denied", "unbalanced" or empty for every claim.</summary>
        public string? Only { get; init; }

        /// <summary>Claims after this position: the keyset of the next page.</summary>
        public int After { get; init; }

        /// <summary>The position of the claim that is open.</summary>
        public int? Open { get; init; }

        public int Take { get; init; } = 50;
    }

    /// <summary>The remittance; null when it is not there for this person.</summary>
    public async Task<RemittanceView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (!actor.Sees(input.PracticeId)) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await FactsAsync(connection, input, cancellation) is not { } view) { return null; }

        var page = await ClaimsAsync(connection, input, cancellation);
        var open = page.Find(c => c.Position == input.Open);
        await ReadLog.AppendAsync(
            database, actor, clock.GetUtcNow(),
            open is null
                ? new("read.remittance", "remittance", input.RemittanceId.ToString(CultureInfo.InvariantCulture), input.PracticeId, [.. page.Select(c => c.AdjudicationId)])
                : new("read.claim", "claim", open.AdjudicationId.ToString(CultureInfo.InvariantCulture), input.PracticeId),
            cancellation);
        return view with
        {
            ProviderAdjustments = await ProviderAdjustmentsAsync(connection, input, cancellation),
            Page = page,
            Open = open is null ? null : await DetailAsync(connection, input.PracticeId, open, view.Date, cancellation),
        };
    }

    private static async Task<RemittanceView?> FactsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary key; the lines' balance by the keys of adjudication and service_line.
        await using var command = Command(
            connection,
            input,
            """
            select f.name, p.name, r.payer_id, y.name, r.trace_number, r.method, r.remit_date, r.payment_date, r.production_date, r.payee_npi, r.payee_tin, r.payer_phone,
                   r.bpr_amount, r.charge, r.paid, r.plb, r.claims, r.lines, r.denials, r.denied_amount, r.balance_state, r.difference,
                   (select count(*) from adjudication a where a.practice_id = $1 and a.remittance_id = $2 and a.balance_state = 'unbalanced'),
                   (select count(*) from adjudication a join service_line l on l.practice_id = a.practice_id and l.adjudication_id = a.adjudication_id
                    where a.practice_id = $1 and a.remittance_id = $2 and l.balance_state = 'unbalanced')
            from remittance r join practice p on p.practice_id = r.practice_id join payer y on y.payer_id = r.payer_id join inbound_file f on f.file_id = r.file_id
            where r.practice_id = $1 and r.remittance_id = $2 and r.file_id = $3
            """);
        command.Parameters.AddWithValue(input.FileId);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) { return null; }

        return new()
        {
            PracticeId = input.PracticeId,
            RemittanceId = input.RemittanceId,
            FileId = input.FileId,
            FileName = rows.GetString(0),
            Practice = rows.GetString(1),
            PayerId = rows.GetInt32(2),
            Payer = rows.GetString(3),
            Trace = rows.GetString(4),
            Method = rows.GetString(5),
            Date = rows.GetFieldValue<DateOnly>(6),
            PaymentDate = rows.MaybeValue<DateOnly>(7),
            ProductionDate = rows.MaybeValue<DateOnly>(8),
            PayeeNpi = rows.Maybe<string>(9),
            PayeeTaxId = rows.Maybe<string>(10),
            PayerPhone = rows.Maybe<string>(11),
            Payment = rows.MaybeValue<decimal>(12),
            Charge = rows.GetDecimal(13),
            Paid = rows.GetDecimal(14),
            Plb = rows.GetDecimal(15),
            Claims = rows.GetInt32(16),
            Lines = rows.GetInt32(17),
            Denials = rows.GetInt32(18),
            Denied = rows.GetDecimal(19),
            Balance = rows.GetString(20),
            Difference = rows.MaybeValue<decimal>(21),
            UnbalancedClaims = rows.GetInt64(22),
            UnbalancedLines = rows.GetInt64(23),
            ProviderAdjustments = [],
            Page = [],
        };
    }

    private static async Task<List<RemittancePlb>> ProviderAdjustmentsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By primary key.
        await using var command = Command(
            connection, input, "select reason, reference, amount, fiscal_date from provider_adjustment where practice_id = $1 and remittance_id = $2 order by ordinal");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<RemittancePlb>();
        while (await rows.ReadAsync(cancellation))
        {
            var known = ShippedCodes.Book.PlbReason(rows.GetString(0));
            found.Add(new(
                rows.GetString(0), known?.ShortTitle ?? "A reason that is not in our list", known?.Notes ?? "Ask the payer what it means.", rows.GetString(1),
                rows.MaybeValue<decimal>(2), rows.MaybeValue<DateOnly>(3)));
        }

        return found;
    }

    private static async Task<List<RemittanceClaimRow>> ClaimsAsync(NpgsqlConnection connection, Input input, CancellationToken cancellation)
    {
        // By the unique key (practice, remittance, position); adjustments and denial by their keys.
        await using var command = Command(
            connection,
            input,
            """
            select a.position, a.adjudication_id, a.patient_control_number, a.patient_last_name || case when a.patient_first_name = '' then '' else ', ' || a.patient_first_name end,
                   a.status_code, a.kind, a.charge, a.paid, a.patient_responsibility,
                   coalesce((select sum(j.amount) from adjustment j
                             where j.practice_id = a.practice_id and j.adjudication_id = a.adjudication_id and j.bucket = 'contractual'), 0),
                   a.denied_amount, a.balance_state, a.difference, d.denial_id
            from adjudication a left join denial d on d.practice_id = a.practice_id and d.adjudication_id = a.adjudication_id
            where a.practice_id = $1 and a.remittance_id = $2 and a.position > $3
              and ($4::text is null or ($4 = 'denied' and d.denial_id is not null) or ($4 = 'unbalanced' and a.balance_state = 'unbalanced'))
            order by a.position limit $5
            """);
        command.Parameters.AddWithValue(input.After);
        command.Parameters.Add(new() { Value = input.Only is "denied" or "unbalanced" ? input.Only : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.AddWithValue(Math.Clamp(input.Take, 1, 500));
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<RemittanceClaimRow>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetInt32(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4), rows.GetString(5), rows.MaybeValue<decimal>(6), rows.MaybeValue<decimal>(7),
                rows.MaybeValue<decimal>(8), rows.GetDecimal(9), rows.GetDecimal(10), rows.GetString(11), rows.MaybeValue<decimal>(12), rows.MaybeValue<long>(13)));
        }

        return found;
    }

    private static async Task<RemittanceClaimDetail> DetailAsync(
        NpgsqlConnection connection, int practiceId, RemittanceClaimRow claim, DateOnly date, CancellationToken cancellation)
    {
        // Both by primary key.
        await using var command = new NpgsqlCommand(
            """
            select line_no, procedure_code, modifiers, revenue_code, charge, paid, allowed, service_from, remark_codes, balance_state
            from service_line where practice_id = $1 and adjudication_id = $2 order by line_no limit 1000;
            """,
            connection);
        command.Parameters.AddWithValue(practiceId);
        command.Parameters.AddWithValue(claim.AdjudicationId);
        var lines = new List<RemittanceLineRow>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                lines.Add(new(
                    rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.MaybeValue<decimal>(4), rows.MaybeValue<decimal>(5), rows.MaybeValue<decimal>(6),
                    rows.MaybeValue<DateOnly>(7), rows.GetFieldValue<string[]>(8), rows.GetString(9)));
            }
        }

        command.CommandText =
            "select line_no, group_code, carc, amount, bucket from adjustment where practice_id = $1 and adjudication_id = $2 order by line_no, ordinal limit 5000";
        var adjustments = new List<RemittanceAdjustmentRow>();
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
            {
                adjustments.Add(new(
                    rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.MaybeValue<decimal>(3), rows.GetString(4),
                    ShippedCodes.Book.Carc(rows.GetString(2), date)?.ShortTitle ?? "A code that is not in our list"));
            }
        }

        return new(claim.Position, lines, adjustments);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, Input input, string sql)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddWithValue(input.PracticeId);
        command.Parameters.AddWithValue(input.RemittanceId);
        return command;
    }
}

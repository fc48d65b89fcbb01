using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Certificates;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Certificates;

/// <summary>A certificate: sums, verdict, and every difference by name.</summary>
/// <param name="Sums">What adds up.</param>
/// <param name="Verdict">Whether it does.</param>
/// <param name="Plb">Σ PLB by bucket; every bucket that holds a row.</param>
/// <param name="Differences">Named where they stand; the first <see cref="SeeCertificate.MostDifferences"/>.</param>
/// <param name="NamedCash">Σ of all differences at remittances, shown or not.</param>
/// <param name="NamedCharge">Σ of all differences at claims, shown or not.</param>
public sealed record CertificateView(
    CertificateSums Sums, BalanceCertificate Verdict, IReadOnlyDictionary<PlbBucket, decimal> Plb, IReadOnlyList<CertificateDifference> Differences, decimal NamedCash, decimal NamedCharge)
{
    public required long Remittances { get; init; }

    public required long Claims { get; init; }

    public required long Adjustments { get; init; }

    /// <summary>Transactions that wait in quarantine and are not in the sums.</summary>
    public required long Waiting { get; init; }

    /// <summary>Whom it is for: practices and payers in words, where there are few.</summary>
    public required string About { get; init; }

    /// <summary>Dollars no name covers.</summary>
    public decimal Unexplained => Verdict.Unexplained(NamedCash, NamedCharge);
}

/// <summary>One difference: at a remittance (cash), a claim (charge) or a line (told, and part of its claim's).</summary>
/// <param name="Level">remittance, claim or line.</param>
/// <param name="Amount">Stated minus computed, in dollars; a missing amount counts as 0.</param>
/// <param name="AmountMissing">True when an amount could not be read, so nobody can say for sure.</param>
/// <param name="Segment">Ordinal in its transaction, ST = 1.</param>
public sealed record CertificateDifference(
    string Level, long FileId, int PracticeId, long RemittanceId, int Position, int Line, decimal Amount, bool AmountMissing, int Segment)
{
    /// <summary>Why it was posted all the same, in the words and with the name of whoever did; null when nobody has explained it.</summary>
    public string? Explained { get; init; }
}

/// <summary>The balance certificate of a remittance, a file or a month, added up by the database over the stored rows.</summary>
public sealed class SeeCertificate(DeskSource database)
{
    /// <summary>How many differences are listed.</summary>
    public const int MostDifferences = 200;

    /// <summary>What it is about.</summary>
    public sealed record Input
    {
        public required CertificateScope Scope { get; init; }
    }

    /// <summary>The certificate; null when nothing posted is in scope for this person.</summary>
    public async Task<CertificateView?> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.SeeRemittances);
        if (!input.Scope.IsChosen) { return null; }

        await using var connection = await database.OpenConnectionAsync(cancellation);
        // One snapshot for all sums, so that an import between two of them cannot unbalance the page.
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellation);
        var plb = await PlbAsync(connection, input.Scope, actor, cancellation);
        var differences = await DifferencesAsync(connection, input.Scope, actor, cancellation);
        var (cash, charge) = await NamedAsync(connection, input.Scope, actor, cancellation);
        return await SumsAsync(connection, input.Scope, actor, plb, differences, (cash, charge), cancellation);
    }

    private static async Task<CertificateView?> SumsAsync(
        NpgsqlConnection connection, CertificateScope scope, Actor actor, Dictionary<PlbBucket, decimal> plb, List<CertificateDifference> differences, (decimal Cash, decimal Charge) named,
        CancellationToken cancellation)
    {
        // adjudication by its unique key (practice, remittance, position); adjustment by primary key; file_transaction by primary key.
        await using var command = Command(
            connection, scope, actor,
            """
            select (select count(*) from r), coalesce((select sum(bpr_amount) from r), 0), coalesce((select sum(charge) from r), 0), coalesce((select sum(paid) from r), 0),
                   coalesce((select sum(plb) from r), 0), c.n, c.charge, c.paid, j.n, j.denial, j.contractual, j.patient, j.cob, j.informational, j.reversal,
                   (select count(*) from file_transaction t where t.file_id = $1 and t.state = 'quarantined'),
                   coalesce((select string_agg(name, ', ' order by name) from (select distinct p.name from r join practice p using (practice_id) limit 3) x), ''),
                   coalesce((select string_agg(name, ', ' order by name) from (select distinct y.name from r join payer y using (payer_id) limit 5) x), '')
            from (select count(*) n, coalesce(sum(a.charge), 0) charge, coalesce(sum(a.paid), 0) paid
                  from r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id) c
            cross join (
                select count(*) n, coalesce(sum(j.amount) filter (where bucket = 'denial'), 0) denial, coalesce(sum(j.amount) filter (where bucket = 'contractual'), 0) contractual,
                       coalesce(sum(j.amount) filter (where bucket = 'patient'), 0) patient, coalesce(sum(j.amount) filter (where bucket = 'cob'), 0) cob,
                       coalesce(sum(j.amount) filter (where bucket = 'informational'), 0) informational, coalesce(sum(j.amount) filter (where bucket = 'reversal'), 0) reversal
                from r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id
                join adjustment j on j.practice_id = a.practice_id and j.adjudication_id = a.adjudication_id) j
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation) || rows.GetInt64(0) == 0) { return null; }

        var sums = new CertificateSums
        {
            Payment = rows.GetDecimal(1),
            ReadCharge = rows.GetDecimal(2),
            ReadPaid = rows.GetDecimal(3),
            ReadPlb = rows.GetDecimal(4),
            Charge = rows.GetDecimal(6),
            Paid = rows.GetDecimal(7),
            Plb = plb.Values.Sum(),
            Denied = rows.GetDecimal(9),
            Contractual = rows.GetDecimal(10),
            Patient = rows.GetDecimal(11),
            Cob = rows.GetDecimal(12),
            Informational = rows.GetDecimal(13),
            Reversal = rows.GetDecimal(14),
        };
        return new(sums, BalanceCertificate.Of(sums), plb, differences, named.Cash, named.Charge)
        {
            Remittances = rows.GetInt64(0),
            Claims = rows.GetInt64(5),
            Adjustments = rows.GetInt64(8),
            Waiting = rows.GetInt64(15),
            About = $"{rows.GetString(17)} to {rows.GetString(16)}",
        };
    }

    private static async Task<Dictionary<PlbBucket, decimal>> PlbAsync(NpgsqlConnection connection, CertificateScope scope, Actor actor, CancellationToken cancellation)
    {
        // provider_adjustment by primary key. The database sums by code; which bucket a code belongs to is the rulebook's.
        await using var command = Command(
            connection, scope, actor,
            "select p.reason, coalesce(sum(p.amount), 0) from r join provider_adjustment p on p.practice_id = r.practice_id and p.remittance_id = r.remittance_id group by p.reason");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new Dictionary<PlbBucket, decimal>();
        while (await rows.ReadAsync(cancellation))
        {
            var bucket = PlbBuckets.Of(rows.GetString(0));
            found[bucket] = found.GetValueOrDefault(bucket) + rows.GetDecimal(1);
        }

        return found;
    }

    private static async Task<List<CertificateDifference>> DifferencesAsync(NpgsqlConnection connection, CertificateScope scope, Actor actor, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, scope, actor, $"select level, file_id, practice_id, remittance_id, position, line_no, d.amount, missing, segment, e.reason || ' (' || e.explained_name || ')' from d left join explained_difference e using (practice_id, remittance_id) order by remittance_id, position, line_no limit {MostDifferences}", Differences);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<CertificateDifference>();
        while (await rows.ReadAsync(cancellation))
        {
            found.Add(new(
                rows.GetString(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetInt64(3), rows.GetInt32(4), rows.GetInt32(5), rows.GetDecimal(6), rows.GetBoolean(7), rows.GetInt32(8))
            { Explained = rows.Maybe<string>(9) });
        }

        return found;
    }

    private static async Task<(decimal Cash, decimal Charge)> NamedAsync(NpgsqlConnection connection, CertificateScope scope, Actor actor, CancellationToken cancellation)
    {
        await using var command = Command(
            connection, scope, actor, "select coalesce(sum(amount) filter (where level = 'remittance'), 0), coalesce(sum(amount) filter (where level = 'claim'), 0) from d", Differences);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetDecimal(0), rows.GetDecimal(1));
    }

    /// <summary>Each remittance, claim and line that does not add up by itself, as the table expression d; the same keys as above, service_line by primary key.</summary>
    private const string Differences =
        """
        , c as materialized (
            select r.file_id, a.practice_id, a.remittance_id, a.adjudication_id, a.position, a.segment, a.paid,
                   coalesce(a.paid, 0) - coalesce(a.charge, 0) + coalesce(j.amount, 0) as amount, a.paid is null or a.charge is null or coalesce(j.missing, false) as missing
            from r join adjudication a on a.practice_id = r.practice_id and a.remittance_id = r.remittance_id
            left join lateral (select sum(j.amount) amount, bool_or(j.amount is null) missing from adjustment j
                               where j.practice_id = a.practice_id and j.adjudication_id = a.adjudication_id) j on true),
        p as (select practice_id, remittance_id, sum(amount) amount, bool_or(amount is null) missing from provider_adjustment join r using (practice_id, remittance_id) group by 1, 2),
        d as (
            select 'remittance' as level, r.file_id, r.practice_id, r.remittance_id, 0 as position, 0 as line_no,
                   coalesce(r.bpr_amount, 0) - coalesce(s.paid, 0) + coalesce(p.amount, 0) as amount,
                   r.bpr_amount is null or coalesce(s.missing, false) or coalesce(p.missing, false) as missing, 2 as segment
            from r
            left join (select practice_id, remittance_id, sum(paid) paid, bool_or(paid is null) missing from c group by 1, 2) s using (practice_id, remittance_id)
            left join p using (practice_id, remittance_id)
            where coalesce(r.bpr_amount, 0) - coalesce(s.paid, 0) + coalesce(p.amount, 0) <> 0 or r.bpr_amount is null or coalesce(s.missing, false) or coalesce(p.missing, false)
            union all
            select 'claim', file_id, practice_id, remittance_id, position, 0, amount, missing, segment from c where amount <> 0 or missing
            union all
            select 'line', c.file_id, c.practice_id, c.remittance_id, c.position, l.line_no,
                   coalesce(l.paid, 0) - coalesce(l.charge, 0) + coalesce(j.amount, 0), l.balance_state = 'not_evaluable', l.segment
            from c join service_line l on l.practice_id = c.practice_id and l.adjudication_id = c.adjudication_id and l.balance_state <> 'balanced'
            left join lateral (select sum(j.amount) amount from adjustment j
                               where j.practice_id = l.practice_id and j.adjudication_id = l.adjudication_id and j.line_no = l.line_no) j on true)
        """;

    private static NpgsqlCommand Command(NpgsqlConnection connection, CertificateScope scope, Actor actor, string select, string more = "")
    {
        var command = new NpgsqlCommand($"with {CertificateScope.Remittances} {more}\n{select}", connection) { CommandTimeout = 120 };
        scope.AddTo(command, actor);
        return command;
    }
}

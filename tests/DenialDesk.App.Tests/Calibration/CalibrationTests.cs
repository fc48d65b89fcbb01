using DenialDesk.App.Calibration;
using DenialDesk.App.Denials;
using DenialDesk.App.People;
using DenialDesk.App.Queue;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Denials;
using DenialDesk.Domain.People;
using DenialDesk.Domain.Priority;
using Npgsql;

namespace DenialDesk.App.Tests.Calibration;

public sealed class CalibrationTests(CalibrationTests.Desk desk) : IClassFixture<CalibrationTests.Desk>
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Two practices, two payers.</summary>
    public sealed class Desk(Cluster cluster) : DeskFixture(cluster)
    {
        internal DenialRows Rows { get; private set; } = null!;

        public int Practice { get; private set; }

        public int Other { get; private set; }

        public int[] Payers { get; private set; } = [];

        public Actor Ann { get; private set; } = null!;

        public Actor Admin { get; private set; } = null!;

        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            Rows = new(Database);
            (Practice, Other) = (await Rows.PracticeAsync("Elm Street"), await Rows.PracticeAsync("Oak Avenue"));
            Payers = [await Rows.PayerAsync("Acme Health", "ma"), await Rows.PayerAsync("Borealis")];
            var id = Guid.NewGuid();
            await ScalarAsync(
                """
                insert into identity_users (id, display_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
                values ($1, 'Ann Lee', false, false, false, false, 0)
                """, id);
            Ann = new(id, "Ann Lee", Roles.Of(Roles.Manager), new HashSet<int> { Practice });
            Admin = new(id, "Ann Lee", Roles.Of(Roles.Admin), null);
        }
    }

    [Fact]
    public async Task The_odds_are_written_down_before_the_payer_decides_and_withdrawn_with_an_undone_step()
    {
        var id = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = desk.Payers[1], Denied = 100, Carc = "B7", On = Today.AddDays(-9) });
        await desk.ScalarAsync("update denial set procedure_codes = '70551 99213', expected_amount = 50 where denial_id = $1", id);
        await RankAsync(desk.Practice);
        var said = (double)(await desk.ScalarAsync("select (score_parts->>'reversal')::float8 from denial where denial_id = $1", id))!;

        await TakeAsync(id, DenialStepKind.Appealed);
        await TakeAsync(id, DenialStepKind.Recovered, 25);

        Assert.Equal("imaging", await desk.ScalarAsync("select family from reversal_history where carc = 'B7'"));
        Assert.Equal(
            $"{said:0.0000} 0.5000 imaging B7 False",
            await desk.ScalarAsync("select o.odds || ' ' || o.outcome || ' ' || o.family || ' ' || o.carc || ' ' || initcap(o.withdrawn::text) from odds_prediction o where o.denial_id = $1", id));

        var version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", id))!;
        Assert.True((await desk.Get<UndoLastStep>().Run(new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Version = version }, desk.Ann, Stop)).Done);
        Assert.True((bool)(await desk.ScalarAsync("select withdrawn from odds_prediction where denial_id = $1", id))!);
        Assert.Equal(0, await desk.ScalarAsync("select decided from reversal_history where carc = 'B7'"));
    }

    [Fact]
    public async Task Odds_are_learned_down_to_the_procedure_family_and_start_from_the_line_of_business()
    {
        await desk.ScalarAsync(
            """
            insert into reversal_history (practice_id, payer_id, category, carc, family, decided_on, decided, overturned)
            values ($1, $2, 'coding', 'X1', 'imaging', $3, 40, 36), ($1, $2, 'coding', 'X1', 'lab', $3, 40, 4), ($1, $2, 'coding', 'X2', '', $3, 10, 5)
            """, desk.Other, desk.Payers[1], Today);
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);

        var book = await OddsBook.LoadAsync(connection, null, desk.Other, Today, Stop);
        var (imaging, lab, old) = (book.Of(desk.Payers[1], "coding", "X1", "70551 99213"), book.Of(desk.Payers[1], "coding", "X1", "80053"), book.Of(desk.Payers[1], "coding", "X2", "70551"));

        var category = new Attempts(45, 90);
        Assert.Equal(ReversalRate.Estimate(.55, category, category, new(40, 80), new(36, 40)), imaging);
        Assert.True(imaging.Mean > lab.Mean + .2);
        Assert.Equal((4, 4, 3), (imaging.Level, lab.Level, old.Level));
        Assert.Equal(.60, book.Of(desk.Payers[0], "authorization", "197", "").Prior);
        Assert.Equal(.45, book.Of(desk.Payers[1], "authorization", "197", "").Prior);
    }

    [Fact]
    public async Task The_report_counts_what_was_decided_for_those_practices_the_reader_sees()
    {
        var payer = await desk.Rows.PayerAsync("Cedar");
        await desk.ScalarAsync(
            """
            insert into odds_prediction (practice_id, denial_id, payer_id, category, carc, family, predicted_on, decided_on, odds, low, high, outcome, withdrawn)
            select case when i % 4 = 0 then $2 else $1 end, i, $3, 'coding', '16', 'lab', $4 - 30, $4 - i % 60, .1 + i % 9 / 10.0, .05, .95, i % 2, i % 10 = 0 from generate_series(1, 400) i
            """, desk.Practice, desk.Other, payer, Today);

        var mine = await desk.Get<SeeCalibration>().Run(new() { Payer = payer }, desk.Ann, Stop);
        var all = await desk.Get<SeeCalibration>().Run(new() { Payer = payer }, desk.Admin, Stop);
        var recent = await desk.Get<SeeCalibration>().Run(new() { Payer = payer, Category = "authorization" }, desk.Admin, Stop);

        Assert.Equal(Enumerable.Range(1, 400).Count(i => i % 4 != 0 && i % 10 != 0), mine.Report.Attempts);
        Assert.Equal(360, all.Report.Attempts);
        Assert.Equal(360, all.Months.Sum(m => m.Attempts));
        Assert.Equal(
            CalibrationRule.Of([.. Enumerable.Range(1, 400).Where(i => i % 10 != 0).Select(i => new Prediction(.1 + (i % 9 / 10.0), .05, .95, i % 2, ""))]).Brier, all.Report.Brier, 9);
        Assert.Equal(0, recent.Report.Attempts);
    }

    [Fact]
    public async Task What_waits_longer_than_twice_the_usual_answer_is_shown_and_not_counted()
    {
        var payer = await desk.Rows.PayerAsync("Silent Mutual");
        foreach (var days in new[] { 61, 60, 200 })
        {
            var id = await desk.Rows.AddAsync(new() { Practice = desk.Practice, Payer = payer, Denied = 70 });
            await desk.ScalarAsync("update denial set state = 'waiting', waiting_since = $2 where denial_id = $1", id, Today.AddDays(-days - 1));
        }

        var view = await desk.Get<SeeCalibration>().Run(new() { Payer = payer }, desk.Ann, Stop);

        var row = Assert.Single(view.Silent);
        Assert.Equal((30, 70m * row.Attempts), (row.UsualDays, row.Amount));
        Assert.InRange(row.Attempts, 2, 3);
        Assert.Equal(0, view.Report.Attempts);
    }

    [Fact]
    public async Task The_lane_has_its_price_from_the_offices_own_days_and_the_share_ranks_at_once()
    {
        var practice = await desk.Rows.PracticeAsync("Lane");
        await desk.Rows.SeedAsync(practice, desk.Payers, 400, Today.AddDays(-20));
        await desk.ScalarAsync("update practice set minutes_per_day = 60 where practice_id = $1", practice);
        await RankAsync(practice);

        var before = (await desk.Get<SeeLanePrice>().Run(new() { Practice = practice }, desk.Admin, Stop))!;
        Assert.Equal((60, .10), (before.Minutes, before.Share));
        Assert.True(before.Price.Load > 1);
        Assert.True(before.Price.Shares[0].Dollars >= before.Price.Shares[^1].Dollars);
        Assert.All(before.Price.Shares, s => Assert.InRange(s.BoundShare, .1, 1));
        Assert.Null(await desk.Get<SeeLanePrice>().Run(new() { Practice = practice }, desk.Ann, Stop));

        var leading = await LeadingAsync(practice);
        Assert.Equal("lane_share", (await SetAsync(practice, before.Version, 101))?.Code);
        Assert.Null(await SetAsync(practice, before.Version, 100));
        Assert.Equal("practice_changed", (await SetAsync(practice, before.Version, 0))?.Code);
        Assert.True(await LeadingAsync(practice) > leading, "the queue was not ranked again");
        Assert.Equal(1, (await desk.Get<SeeLanePrice>().Run(new() { Practice = practice, Minutes = 5000 }, desk.Admin, Stop))!.Share);
    }

    [Fact]
    public async Task A_practice_without_denials_is_not_kept_as_empty_for_the_day()
    {
        var practice = await desk.Rows.PracticeAsync("First day");
        Assert.Equal(0, (await desk.Get<SeeLanePrice>().Run(new() { Practice = practice }, desk.Admin, Stop))!.Price.Denials);

        await desk.Rows.SeedAsync(practice, desk.Payers, 40, Today.AddDays(-20));
        await RankAsync(practice);

        Assert.NotEqual(0, (await desk.Get<SeeLanePrice>().Run(new() { Practice = practice }, desk.Admin, Stop))!.Price.Denials);
    }

    [Fact]
    public async Task Changed_standards_hold_at_once_and_somebody_slower_is_told()
    {
        var practice = await desk.Rows.PracticeAsync("Standards");
        var id = await desk.Rows.AddAsync(new() { Practice = practice, Payer = desk.Payers[1], Denied = 100, Category = "cob", Due = Today.AddDays(60) });
        await RankAsync(practice);
        var setting = await desk.Get<SeePriorityStandards>().Run(desk.Ann, Stop);
        var changed = setting.Body with { Categories = [.. setting.Body.Categories.Where(c => c.Category != DenialCategory.Cob), new(DenialCategory.Cob, 33, .66)] };

        Assert.Null(await desk.Get<EditPriorityStandards>().Run(new() { Version = setting.Newest, Standards = changed }, desk.Admin, Stop));
        Assert.Equal("setting_changed", (await desk.Get<EditPriorityStandards>().Run(new() { Version = setting.Newest, Standards = changed }, desk.Admin, Stop))?.Code);

        Assert.Equal("0.66 33", await desk.ScalarAsync("select (score_parts->>'reversal') || ' ' || (score_parts->>'minutes') from denial where denial_id = $1", id));
    }

    private async Task TakeAsync(long id, DenialStepKind kind, decimal? amount = null)
    {
        var version = (int)(await desk.ScalarAsync("select version from denial where denial_id = $1", id))!;
        var done = await desk.Get<RecordStep>().Run(
            new() { CommandId = Guid.NewGuid(), PracticeId = desk.Practice, DenialId = id, Version = version, Kind = kind, Amount = amount }, desk.Ann, Stop);
        Assert.True(done.Done, done.Refusal?.Sentence);
    }

    private async Task RankAsync(int practice)
    {
        await using var connection = await desk.Database.OpenConnectionAsync(Stop);
        await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Stop);
        await Scoring.RescoreAsync(connection, transaction, practice, Today, Stop);
        await transaction.CommitAsync(Stop);
    }

    private async Task<long> LeadingAsync(int practice) => (long)(await desk.ScalarAsync("select count(*) from denial where practice_id = $1 and is_open and lane = 1", practice))!;

    private Task<Domain.Refusal?> SetAsync(int practice, int version, int percent)
        => desk.Get<SetLaneShare>().Run(new() { PracticeId = practice, Version = version, Percent = percent }, desk.Admin, Stop);
}

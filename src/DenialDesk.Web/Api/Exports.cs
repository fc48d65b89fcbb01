using DenialDesk.App.Audit;
using DenialDesk.App.Claims;
using DenialDesk.App.Codes;
using DenialDesk.App.Corrections;
using DenialDesk.App.People;
using DenialDesk.App.Quarantine;
using DenialDesk.App.Queue;
using DenialDesk.App.Rejections;
using DenialDesk.App.Remittances;
using DenialDesk.App.Routing;
using DenialDesk.App.Settings;
using DenialDesk.App.Templates;
using DenialDesk.Domain.Audit;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using DenialDesk.Web.Hosting;

namespace DenialDesk.Web.Api;

/// <summary>Every list as a file for a spreadsheet, with the filters of the page it was asked from.</summary>
internal static class Exports
{
    public static void MapExports(this IEndpointRouteBuilder app)
    {
        app.MapGet(Routes.JournalCsv, async (HttpContext http, ReadJournal read, SearchJournal search, SearchWords searches, string? t, string? who, string? action, string? kind, string? id, DateOnly? from, DateOnly? to) =>
            await CsvAnswer.GiveAsync(http, "journal", async actor => searches.Find(actor.UserId, t) is { } text
                ? (await search.Run(new SearchJournal.Input { Text = text, Who = who, From = from, To = to, Take = 50_000 }, actor, http.RequestAborted)).Lines
                : await read.Run(new ReadJournal.Input { Who = who, Action = action, SubjectKind = kind, SubjectId = id, From = from, To = to, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeJournal));
        app.MapGet(Routes.InvitationsCsv, async (HttpContext http, ListInvitations list) => await CsvAnswer.GiveAsync(http, "invitations", async actor => await list.Run(actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeePeople));
        app.MapGet(Routes.PeopleCsv, async (HttpContext http, ListPeople list) => await CsvAnswer.GiveAsync(http, "people", async actor => await list.Run(actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeePeople));
        app.MapGet(Routes.QueueCsv, async (HttpContext http, ListQueue list, SearchWords searches, [AsParameters] QueueFilter filter, string? t) =>
            await CsvAnswer.GiveAsync<QueueRow>(http, "queue", async (actor, last) => await list.Run(
                new ListQueue.Input { Filter = filter with { Text = searches.Find(actor.UserId, t) }, After = last?.Place, Take = CsvAnswer.Most, Export = true }, actor, http.RequestAborted), whole: true))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.BulkRunCsv, async (HttpContext http, SeeBulk see, long? run, string? result) =>
            await CsvAnswer.GiveAsync(http, "bulk-run", async actor => (await see.Run(
                new() { RunId = run ?? 0, Result = result, Take = 50_000, Export = true }, actor, http.RequestAborted))?.Rows ?? []))
            .RequireAuthorization(nameof(Permission.WorkDenials));
        app.MapGet(Routes.SkipsCsv, async (HttpContext http, ListSkips list, int? days, string? reason) =>
            await CsvAnswer.GiveAsync(http, "skips", async actor => (await list.Run(new() { Days = days ?? 30, Reason = reason, Take = 50_000 }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.AssignOthers));
        app.MapGet(Routes.NoticesCsv, async (HttpContext http, App.Deadlines.ListNotices list, bool? all, string? flag) =>
            await CsvAnswer.GiveAsync(http, "notices", async actor => await list.Run(new() { All = all == true, Flag = flag, Take = 50_000, Export = true }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.ExpiredCsv, async (HttpContext http, App.Deadlines.ListExpired list, string? month, int? payer, string? owner, string? cause) =>
            await CsvAnswer.GiveAsync(http, "expired", async actor => (await list.Run(
                new() { Month = Pages.Deadlines.Expired.FirstOf(month), Payer = payer, Owner = owner, Cause = Domain.Codes.CodeNames.TryRead<Domain.Deadlines.ExpiryCause>(cause ?? ""), Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.AppealsCsv, async (HttpContext http, App.Appeals.ListAppeals list, string? show, int? payer, string? level, string? from, string? to, string? by) =>
            await CsvAnswer.GiveAsync(http, "appeals", async actor => (await list.Run(
                new() { Show = show, Payer = payer, Level = level, From = Pages.Reviews.SheetText.DayOf(from), To = Pages.Reviews.SheetText.DayOf(to), By = by, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.DocumentRequestsCsv, async (HttpContext http, App.Documents.ListDocumentRequests list, string? state, string? department, bool? mine) =>
            await CsvAnswer.GiveAsync(http, "document-requests", async actor => (await list.Run(
                new() { State = state, Department = department, Mine = mine == true, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.DocumentRulesCsv, async (HttpContext http, App.Documents.SeeDocumentRules see) =>
            await CsvAnswer.GiveAsync(http, "required-documents", async actor => (await see.Run(actor, http.RequestAborted)).Body.Lines))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.FollowUpsCsv, async (HttpContext http, App.FollowUps.ListFollowUps list, string? due, string? who, int? payer, string? kind) =>
            await CsvAnswer.GiveAsync(http, "follow-ups", async actor => (await list.Run(
                new() { Due = due, Who = who, Payer = payer, Kind = kind, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.CallsCsv, async (HttpContext http, App.FollowUps.ListCalls list, int? payer, int? ahead, bool? mine) =>
        {
            var input = new App.FollowUps.ListCalls.Input { Payer = payer, Ahead = ahead ?? 3, Mine = mine == true, Take = 50_000, Export = true };
            return payer is null
                ? await CsvAnswer.GiveAsync(http, "calls", async actor => (await list.Run(input, actor, http.RequestAborted)).Payers)
                : await CsvAnswer.GiveAsync(http, "calls", async actor => (await list.Run(input, actor, http.RequestAborted)).Rows);
        })
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.NumbersCsv, async (HttpContext http, App.Numbers.SeeNumbers see, int? practice, int? payer, string? to, string? kpi) =>
            await CsvAnswer.GiveAsync(http, "numbers", async actor => App.Numbers.NumberCsv.Rows(
                await see.Run(new() { Practice = practice, Payer = payer, To = to }, actor, http.RequestAborted), kpi)))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.NumberRowsCsv, async (HttpContext http, App.Numbers.ListNumberRows list, string kpi, string? month, string? side, int? bucket, int? practice, int? payer) =>
            await CsvAnswer.GiveAsync(http, "number-rows", async actor => (await list.Run(
                new() { Kpi = kpi, Month = month, Side = side, Bucket = bucket, Practice = practice, Payer = payer, Take = 50_000, Export = true }, actor, http.RequestAborted))?.Rows ?? []))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.WorkCsv, async (HttpContext http, App.Teamwork.ListWork list, string? show, Guid? person, DateOnly? from, DateOnly? to) =>
            await CsvAnswer.GiveAsync(http, "work", async actor => (await list.Run(new() { Show = show, Person = person, From = from, To = to, Take = 50_000, Export = true }, actor, http.RequestAborted))?.Rows ?? []))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.CalibrationCsv, async (HttpContext http, App.Calibration.SeeCalibration see, string? table, int? practice, int? payer, string? category, int? months) =>
        {
            var input = new App.Calibration.SeeCalibration.Input { Practice = practice, Payer = payer, Category = category, Months = months ?? 12 };
            return table == "months"
                ? await CsvAnswer.GiveAsync(http, "odds-by-month", async actor => (await see.Run(input, actor, http.RequestAborted)).Months)
                : await CsvAnswer.GiveAsync(http, "odds", async actor => (await see.Run(input, actor, http.RequestAborted)).Report.Bins);
        }).RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.OddsCsv, async (HttpContext http, App.Calibration.SeePriorityStandards see) =>
            await CsvAnswer.GiveAsync(http, "starting-odds", async actor => (await see.Run(actor, http.RequestAborted)).Body.Categories))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.EffortCsv, async (HttpContext http, App.FollowUps.SeeEffort see, int? months, int? payer, string? category) =>
            await CsvAnswer.GiveAsync(http, "effort", async actor => (await see.Run(
                new() { Months = months ?? 12, Payer = payer, Category = category, Take = 50_000 }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.UnderpaymentsCsv, async (HttpContext http, App.Underpayments.ListUnderpayments list, string? state, int? payer, string? code, string? basis, int? practice, string? from) =>
            await CsvAnswer.GiveAsync(http, "underpayments", async actor => (await list.Run(
                new() { State = Pages.Underpayments.UnderpaymentsList.StateOf(state), Payer = payer, Code = code, Basis = basis, Practice = practice, From = Pages.Reviews.SheetText.DayOf(from), Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.HandOffsCsv, async (HttpContext http, App.HandOffs.ListHandOffs list, string? show, string? kind, int? payer, int? practice) =>
            await CsvAnswer.GiveAsync(http, "hand-offs", async actor => (await list.Run(
                new() { Show = Pages.HandOffs.HandOffsList.ShowOf(show), Kind = kind, Payer = payer, Practice = practice, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.HandOverFile, async (HttpContext http, App.HandOffs.HandOver hand, Guid batch) =>
            await CsvAnswer.GiveAsync(http, "hand-over", async actor => await hand.RowsAsync(batch, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.WorkDenials));
        app.MapGet(Routes.WriteOffsCsv, async (HttpContext http, App.WriteOffs.ListWriteOffs list, string? show, string? reason, int? payer, int? practice, string? month, string? avoidable) =>
            await CsvAnswer.GiveAsync(http, "write-offs", async actor => (await list.Run(
                Pages.WriteOffs.WriteOffsList.Read(show, reason, payer, practice, month, avoidable) with { Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.WriteOffProposalsCsv, async (HttpContext http, App.WriteOffs.ListWriteOffProposals list, string? reason, int? payer) =>
            await CsvAnswer.GiveAsync(http, "write-off-proposals", async actor => await list.Run(new() { Reason = reason, Payer = payer, Take = 50_000, Export = true }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.CalendarCsv, async (HttpContext http, App.Deadlines.SeeCalendar see, string? month, string? week, string? owner, int? payer, int? practice) =>
            await CsvAnswer.GiveAsync(http, "calendar", async actor => (await see.Run(
                new() { Month = month, Week = week, Owner = owner, Payer = payer, Practice = practice }, actor, http.RequestAborted)).Days))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.PreventionCsv, async (HttpContext http, App.Prevention.ListActions list, string? show, string? department, string? category, int? practice) =>
            await CsvAnswer.GiveAsync(http, "prevention", async actor => (await list.Run(
                new() { Show = Pages.Prevention.PreventionLedger.ShowOf(show), Department = department, Category = category, Practice = practice, Take = 50_000 }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.DepartmentLinksCsv, async (HttpContext http, App.Prevention.ListDepartmentLinks list, long? action, string? department) =>
            await CsvAnswer.GiveAsync(http, "department-links", async actor => await list.Run(new() { ActionId = action, Department = department, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.ManagePrevention));
        app.MapGet(Routes.ClaimRulesCsv, async (HttpContext http, App.Prevention.ListClaimRules list, string? state) =>
            await CsvAnswer.GiveAsync(http, "claim-rules", async actor => await list.Run(new() { State = state, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.ClaimCheckCsv, async (HttpContext http, Pages.Prevention.CheckedFiles files) =>
            await CsvAnswer.GiveAsync(http, "claims-at-risk", actor =>
            {
                actor.Must(Permission.WorkDenials);
                return Task.FromResult(files.Of(actor.UserId)?.AtRisk ?? []);
            }))
            .RequireAuthorization(nameof(Permission.WorkDenials));
        app.MapGet(Routes.AlertsCsv, async (HttpContext http, App.Prevention.ListAlerts list, string? show, int? payer, string? category, int? practice) =>
            await CsvAnswer.GiveAsync(http, "alerts", async actor => await list.Run(
                new() { Show = Pages.Prevention.Alerts.ShowOf(show), Payer = payer, Category = category, Practice = practice, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.AlertRowsCsv, async (HttpContext http, App.Prevention.ListAlertRows list, int practiceId, long alertId, bool? since) =>
        {
            var there = true;
            var answer = await CsvAnswer.GiveAsync(http, "alert-rows", async actor =>
            {
                var found = await list.Run(new() { PracticeId = practiceId, AlertId = alertId, Since = since == true, Take = 50_000, Export = true }, actor, http.RequestAborted);
                there = found is not null;
                return found?.Rows ?? [];
            });
            return there ? answer : Results.NotFound();
        }).RequireAuthorization(nameof(Permission.SeeTrends));
        app.MapGet(Routes.AuditCsv, async (HttpContext http, ListFindings list, string? kind, string? state, int? practice) =>
            await CsvAnswer.GiveAsync(http, "audit", async actor => await list.Run(
                new ListFindings.Input
                {
                    Kind = CodeNames.TryRead<AuditKind>(kind),
                    State = CodeNames.TryRead<FindingState>(state) ?? FindingState.Standing,
                    PracticeId = practice,
                    Take = 50_000,
                },
                actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeAudit));
        app.MapGet(Routes.CodesCsv, async (HttpContext http, ListCodes list, string? kind, string? text, string? category, bool? own) =>
            await CsvAnswer.GiveAsync(http, "codes", async actor => (await list.Run(
                new ListCodes.Input
                {
                    Kind = CodeNames.TryRead<CodeRuleKind>(kind),
                    Text = text,
                    Category = CodeNames.TryRead<DenialCategory>(category),
                    Own = own == true,
                    Take = 50_000,
                },
                actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.ReprocessCsv, async (HttpContext http, ListReprocess list, long? preview, string? kind) =>
            await CsvAnswer.GiveAsync(http, "preview", async actor => await list.Run(
                new ListReprocess.Input { PreviewId = preview ?? 0, Kind = kind, Take = 50_000, Export = true }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.ManageCodes));
        app.MapGet(Routes.UnmatchedCsv, async (HttpContext http, ListUnmatched list, string? state, int? payer, int? practice, bool? early) =>
            await CsvAnswer.GiveAsync(http, "unmatched", async actor => await list.Run(
                new ListUnmatched.Input { State = state, Payer = payer, Practice = practice, Early = early == true, Take = 50_000, Export = true }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeRemittances));
        app.MapGet(Routes.NonResponseCsv, async (HttpContext http, ListNonResponse list, string? show, int? payer, int? practice, bool? silent) =>
            await CsvAnswer.GiveAsync(http, "non-response", async actor => (await list.Run(
                new ListNonResponse.Input { All = show == "all", Payer = payer, Practice = practice, Silent = silent == true, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeRemittances));
        app.MapGet(Routes.RejectionsCsv, async (HttpContext http, ListRejections list, string? state, string? by, int? payer, int? practice, string? left) =>
            await CsvAnswer.GiveAsync(http, "rejections", async actor => (await list.Run(
                new ListRejections.Input { State = state, By = by, Payer = payer, Practice = practice, Left = left, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeRemittances));
        app.MapGet(Routes.CorrectionsCsv, async (HttpContext http, ListCorrections list, string? state, int? payer, int? practice) =>
            await CsvAnswer.GiveAsync(http, "corrections", async actor => (await list.Run(
                new ListCorrections.Input { State = state, Payer = payer, Practice = practice, Take = 50_000, Export = true }, actor, http.RequestAborted)).Rows))
            .RequireAuthorization(nameof(Permission.SeeDenials));
        app.MapGet(Routes.ChecklistsCsv, async (HttpContext http, SeeChecklist see) =>
            await CsvAnswer.GiveAsync(http, "correction-checklist", async actor => (await see.Run(actor, http.RequestAborted)).Body.Items))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.RemittancesCsv, async (HttpContext http, ListFiles list, string? state, string? text) =>
            await CsvAnswer.GiveAsync(http, "remittances", async actor => await list.Run(new ListFiles.Input { State = state, Text = text, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeRemittances));
        app.MapGet(Routes.SettingsCsv, async (HttpContext http, SeeSettings see) => await CsvAnswer.GiveAsync(http, "settings", async actor => await see.Run(actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.RootCausesCsv, async (HttpContext http, SeeRootCauses see) =>
            await CsvAnswer.GiveAsync(http, "root-causes", async actor => (await see.Run(actor, http.RequestAborted)).Body.Lines))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.WriteOffReasonsCsv, async (HttpContext http, SeeWriteOffPolicy see) =>
            await CsvAnswer.GiveAsync(http, "write-off-reasons", async actor => (await see.Run(actor, http.RequestAborted)).Body.Reasons))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.TemplatesCsv, async (HttpContext http, ListTemplates list, int? payer, string? category, string? level, bool? retired) =>
            await CsvAnswer.GiveAsync(http, "letters", async actor => await list.Run(
                new() { Payer = payer, Category = category, Level = level, Retired = retired == true, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.ManageSettings));
        app.MapGet(Routes.RoutingCsv, async (HttpContext http, DryRunRouting look) =>
            await CsvAnswer.GiveAsync(http, "routing", async actor => (await look.Run(new() { Take = 50_000 }, actor, http.RequestAborted)).Result?.Rows ?? []))
            .RequireAuthorization(nameof(Permission.AssignOthers));
        app.MapGet(Routes.QuarantineCsv, async (HttpContext http, ListHeld list, string? state, string? cause, string? text, long? file) =>
            await CsvAnswer.GiveAsync(http, "quarantine", async actor => await list.Run(new ListHeld.Input { State = state, Cause = cause, Text = text, FileId = file, Take = 50_000 }, actor, http.RequestAborted)))
            .RequireAuthorization(nameof(Permission.SeeRemittances));
    }
}

// Reason for length: the one list of everything that exists; in two files it would be no list.
using System.Data.Common;
using DenialDesk.App.Audit;
using DenialDesk.App.Certificates;
using DenialDesk.App.Claims;
using DenialDesk.App.Codes;
using DenialDesk.App.Corrections;
using DenialDesk.App.Data;
using DenialDesk.App.Denials;
using DenialDesk.App.Intake;
using DenialDesk.App.Jobs;
using DenialDesk.App.Payers;
using DenialDesk.App.People;
using DenialDesk.App.Practices;
using DenialDesk.App.Quarantine;
using DenialDesk.App.Queue;
using DenialDesk.App.Rejections;
using DenialDesk.App.Remittances;
using DenialDesk.App.Routing;
using DenialDesk.App.Settings;
using DenialDesk.App.Templates;
using DenialDesk.App.Trends;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace DenialDesk.App;

/// <summary>The one explicit list of what exists: every use case and what it needs. One block a capability, in the order of the folders.</summary>
public static class DeskServices
{
    /// <summary>Registers the whole of App on one database.</summary>
    public static IServiceCollection AddDesk(this IServiceCollection services, NpgsqlDataSource database)
    {
        services.AddSingleton(database);
        services.AddSingleton<DbDataSource>(database);
        services.AddSingleton(_ => new DeskSource(database));
        services.AddDbContextFactory<DeskDb>(o => o.UseNpgsql(database));
        services.TryAddSingleton(TimeProvider.System);

        // People
        services.TryAddSingleton(SessionLimits.Default);
        services.AddSingleton<FindActor>();
        services.AddSingleton<FindApiKey>();
        services.AddSingleton<ListApiKeys>();
        services.AddSingleton<ManageApiKeys>();
        services.AddSingleton<PrepareDemo>();
        services.AddSingleton<PlayDemo>();
        services.AddSingleton<FinishDemo>();

        // Codes
        services.AddSingleton<LoadCodeBook>();
        services.AddSingleton<DraftCodeRules>();
        services.AddSingleton<PreviewReprocess>();
        services.AddSingleton<ApplyReprocess>();
        services.AddSingleton<ListCodes>();
        services.AddSingleton<ReadCodeList>();
        services.AddSingleton<BringOfficialTexts>();
        services.AddSingleton<SeeOfficialTexts>();
        services.AddSingleton<SeeCodeSets>();
        services.AddSingleton<ListReprocess>();

        // Intake
        services.TryAddSingleton(ArchiveLimits.Default);
        services.AddSingleton<ImportFile>();
        services.AddSingleton<ReceivedFilesSignal>();
        services.AddSingleton<ReceiveFile>();
        services.AddSingleton<TakeReceivedFile>();
        services.AddSingleton<SeeReceivedFile>();
        services.AddSingleton<OpenPaperForm>();
        services.AddSingleton<KeepPaperDraft>();
        services.AddSingleton<WritePaperRemittance>();
        services.AddSingleton<AttachScan>();
        services.AddSingleton<SeeScan>();
        services.AddSingleton<ReadDenialList>();
        services.AddSingleton<RememberDenialList>();

        // Remittances
        services.AddSingleton<RawSegments>();
        services.AddSingleton<ListFiles>();
        services.AddSingleton<SeeFile>();
        services.AddSingleton<SeeRemittance>();

        // Quarantine
        services.AddSingleton<ListHeld>();
        services.AddSingleton<CountHeld>();
        services.AddSingleton<SeeHeld>();
        services.AddSingleton<ReleaseHeld>();
        services.AddSingleton<RejectHeld>();

        // Claims
        services.AddSingleton<ListUnmatched>();
        services.AddSingleton<SeeMatch>();
        services.AddSingleton<ResolveMatch>();
        services.AddSingleton<UndoMatch>();
        services.AddSingleton<ListNonResponse>();
        services.AddSingleton<CountNonResponse>();

        // Rejections
        services.AddSingleton<ListRejections>();
        services.AddSingleton<CountRejections>();
        services.AddSingleton<SeeRejection>();
        services.AddSingleton<DecideRejection>();
        services.AddSingleton<UndoRejection>();
        services.AddSingleton<WriteFreshClaim>();
        services.AddSingleton<OpenFreshClaim>();
        services.AddSingleton<SeeFilingProof>();

        // Corrections
        services.TryAddSingleton(new OutboundFolder(null));
        services.AddSingleton<SeeCorrection>();
        services.AddSingleton<WriteCorrection>();
        services.AddSingleton<SendCorrection>();
        services.AddSingleton<RecordPaperCorrection>();
        services.AddSingleton<OpenCorrection>();
        services.AddSingleton<PrintClaim>();
        services.AddSingleton<ListCorrections>();
        services.AddSingleton<TickCorrection>();
        services.AddSingleton<SeeChecklist>();
        services.AddSingleton<EditChecklist>();

        services.AddSingleton<Deadlines.SeeClocks>();
        services.AddSingleton<Deadlines.RecordPromise>();
        services.AddSingleton<Deadlines.ListNotices>();
        services.AddSingleton<Deadlines.ReadNotices>();
        services.AddSingleton<Deadlines.ExpireDenials>();
        services.AddSingleton<Deadlines.ListExpired>();
        services.AddSingleton<Deadlines.SeeCalendar>();
        services.AddSingleton<Deadlines.ManageCalendarFeed>();
        services.AddSingleton<Deadlines.ReadCalendarFeed>();

        // Certificates
        services.AddSingleton<SeeCertificate>();
        services.AddSingleton<ListCertificateMonths>();
        services.AddSingleton<ListCertificateRows>();
        services.AddSingleton<SeeLedger>();
        services.AddSingleton<SettleLedgerEntry>();

        // Audit
        services.TryAddSingleton(AuditSettings.Default);
        services.AddSingleton<AuditPractice>();
        services.AddSingleton<SeeAudit>();
        services.AddSingleton<ListFindings>();
        services.AddSingleton<AcceptFinding>();
        services.AddSingleton<RecomputeFinding>();

        // Queue
        services.AddSingleton<RankDenials>();

        // Queue
        services.AddSingleton<ListQueue>();
        services.AddSingleton<CountQueue>();
        services.AddSingleton<QueueChoices>();
        services.AddSingleton<TakeNext>();
        services.AddSingleton<WhyNothing>();
        services.AddSingleton<KeepLease>();
        services.AddSingleton<EndLease>();
        services.AddSingleton<MoveWork>();
        services.AddSingleton<ListSkips>();
        services.AddSingleton<BulkSignal>();
        services.AddSingleton<PreviewBulk>();
        services.AddSingleton<StartBulk>();
        services.AddSingleton<WorkBulk>();
        services.AddSingleton<UndoBulk>();
        services.AddSingleton<SeeBulk>();
        services.AddSingleton<ListBulk>();
        services.AddSingleton<KeepView>();
        services.AddSingleton<ListViews>();
        services.AddSingleton<CountViews>();
        services.AddSingleton<GroupQueue>();
        services.AddSingleton<FindDenial>();
        services.AddSingleton<SeeRelated>();
        services.AddSingleton<SeeMyDay>();
        services.AddSingleton<FindNeighbours>();
        services.AddSingleton<DeskChanges>();

        // Denials
        services.AddSingleton<SeeDenial>();
        services.AddSingleton<RecordStep>();
        services.AddSingleton<UndoLastStep>();
        services.AddSingleton<AddNote>();
        services.AddSingleton<SeePath>();
        services.AddSingleton<DecidePath>();

        // Documents; their key lies in the data folder, outside the database
        services.TryAddSingleton(p => Documents.DocumentKey.InFolder(p.GetRequiredService<DeskOptions>().DataFolder));
        services.AddSingleton<Documents.AddDocument>();
        services.AddSingleton<Documents.OpenDocument>();
        services.AddSingleton<Documents.WithdrawDocument>();
        services.AddSingleton<Documents.SeeDocuments>();
        services.AddSingleton<Documents.SeeDocumentHistory>();
        services.AddSingleton<Documents.AskForDocument>();
        services.AddSingleton<Documents.SettleDocumentRequest>();
        services.AddSingleton<Documents.WaiveDocument>();
        services.AddSingleton<Documents.ListDocumentRequests>();
        services.AddSingleton<Documents.SeeDocumentRules>();
        services.AddSingleton<Documents.EditDocumentRules>();

        // Follow-ups
        services.AddSingleton<FollowUps.SeeFollowUp>();
        services.AddSingleton<FollowUps.LogCalls>();
        services.AddSingleton<FollowUps.SetFollowUp>();
        services.AddSingleton<FollowUps.ListFollowUps>();
        services.AddSingleton<FollowUps.ListCalls>();
        services.AddSingleton<FollowUps.ChaseFollowUps>();
        services.AddSingleton<FollowUps.RecordTime>();
        services.AddSingleton<FollowUps.SeeEffort>();

        // Appeals
        services.AddSingleton<Appeals.OpenAppeal>();
        services.AddSingleton<Appeals.SaveAppealLetter>();
        services.AddSingleton<Appeals.TakeAppealStep>();
        services.AddSingleton<Appeals.SeeAppeal>();
        services.AddSingleton<Appeals.SeeDenialAppeals>();
        services.AddSingleton<Appeals.ListAppeals>();
        services.AddSingleton<Appeals.KeepPacket>();
        services.AddSingleton<Appeals.OpenPacket>();
        services.AddSingleton<Appeals.RecordPeerTalk>();
        services.TryAddSingleton(Appeals.DraftingSettings.Off);
        services.TryAddSingleton(Appeals.AppealSettings.Default);
        services.AddSingleton<Appeals.LetterDrafter>();
        services.AddSingleton<Appeals.DraftLetter>();

        // Payers
        services.AddSingleton<ListPayers>();
        services.AddSingleton<PreviewWindow>();
        services.TryAddSingleton(WindowSettings.Default);
        services.AddSingleton<ApplyWindow>();
        services.AddSingleton<ProposeWindow>();
        services.AddSingleton<DropProposal>();
        services.AddSingleton<ListProposals>();
        services.AddSingleton<SeePayer>();
        services.AddSingleton<EditPayerAliases>();
        services.AddSingleton<MergePayers>();
        services.AddSingleton<EditPayer>();
        services.AddSingleton<SeeConduct>();
        services.AddSingleton<SeeDossier>();
        services.AddSingleton<EditConduct>();

        // Routing
        services.AddSingleton<SeeRouting>();
        services.AddSingleton<DraftRouting>();
        services.AddSingleton<DryRunRouting>();
        services.AddSingleton<ApplyRouting>();
        services.AddSingleton<DealWork>();
        services.AddSingleton<EditWorker>();
        services.AddSingleton<EditTeam>();

        // Write-offs
        services.AddSingleton<WriteOffs.AskWriteOff>();
        services.AddSingleton<WriteOffs.DecideWriteOff>();
        services.AddSingleton<WriteOffs.WithdrawWriteOff>();
        services.AddSingleton<WriteOffs.ReverseWriteOff>();
        services.AddSingleton<WriteOffs.ReviewWriteOff>();
        services.AddSingleton<WriteOffs.ListWriteOffs>();
        services.AddSingleton<WriteOffs.SeeWriteOff>();
        services.AddSingleton<WriteOffs.ListWriteOffProposals>();
        services.AddSingleton<WriteOffs.WriteOffMany>();

        // Underpayments
        services.AddSingleton<Underpayments.ImportFees>();
        services.AddSingleton<Underpayments.RollBackFees>();
        services.AddSingleton<Underpayments.ListFees>();
        services.AddSingleton<Underpayments.CompareAllowed>();
        services.AddSingleton<Underpayments.ListUnderpayments>();
        services.AddSingleton<Underpayments.DisputeUnderpayments>();
        services.AddSingleton<Underpayments.SeeDispute>();
        services.AddSingleton<Underpayments.RecordDispute>();

        // Hand-offs
        services.AddSingleton<HandOffs.ListHandOffs>();
        services.AddSingleton<HandOffs.HandOver>();
        services.AddSingleton<HandOffs.SeeSecondaryClaim>();
        services.AddSingleton<HandOffs.WriteSecondaryClaim>();
        services.AddSingleton<HandOffs.OpenSecondaryClaim>();
        services.AddSingleton<HandOffs.SendSecondaryClaim>();

        // Numbers
        services.AddSingleton<Numbers.RebuildRollups>();
        services.AddSingleton<Numbers.RebuildNumbers>();
        services.AddSingleton<Numbers.CheckRollups>();
        services.AddSingleton<Reviews.RefreshReadings>();
        services.AddSingleton<Numbers.FreezeNumbers>();
        services.AddSingleton<Numbers.SeeNumbers>();
        services.AddSingleton<Numbers.ListNumberRows>();
        services.AddSingleton<Numbers.SeeZones>();
        services.AddSingleton<Numbers.EditZones>();

        // Calibration
        services.AddSingleton<Calibration.LearnDemo>();
        services.AddSingleton<Calibration.SeeCalibration>();
        services.AddSingleton<Calibration.SeeLanePrice>();
        services.AddSingleton<Calibration.SetLaneShare>();
        services.AddSingleton<Calibration.SeePriorityStandards>();
        services.AddSingleton<Calibration.EditPriorityStandards>();

        // Prevention
        services.AddSingleton<Prevention.FindSpikes>();
        services.AddSingleton<Prevention.ListAlerts>();
        services.AddSingleton<Prevention.DismissAlert>();
        services.AddSingleton<Prevention.ListAlertRows>();
        services.AddSingleton<Prevention.ListActions>();
        services.AddSingleton<Prevention.SeeAction>();
        services.AddSingleton<Prevention.SaveAction>();
        services.AddSingleton<Prevention.StepAction>();
        services.AddSingleton<Prevention.TickAction>();
        services.AddSingleton<Prevention.MeasureChanges>();
        services.AddSingleton<Prevention.MakeDepartmentLink>();
        services.AddSingleton<Prevention.ListDepartmentLinks>();
        services.AddSingleton<Prevention.RevokeDepartmentLink>();
        services.AddSingleton<Prevention.OpenDepartmentLink>();
        services.AddSingleton<Prevention.AnswerByLink>();
        services.AddSingleton<Prevention.DraftClaimRule>();
        services.AddSingleton<Prevention.SaveClaimRule>();
        services.AddSingleton<Prevention.MoveClaimRule>();
        services.AddSingleton<Prevention.ListClaimRules>();
        services.AddSingleton<Prevention.CountShadows>();
        services.AddSingleton<Prevention.CheckClaims>();

        // Trends
        services.AddSingleton<SeeTrends>();

        // Dashboard
        services.AddSingleton<Dashboard.SeeToday>();
        services.AddSingleton<Dashboard.AnswerFiveQuestions>();

        // Reviews
        services.AddSingleton<Reviews.SeeDenialAudit>();
        services.AddSingleton<Reviews.SeeReview>();
        services.AddSingleton<Reviews.KeepReview>();

        // Teamwork
        services.AddSingleton<Teamwork.SeeTeam>();
        services.AddSingleton<Teamwork.ListWork>();
        services.AddSingleton<Teamwork.ForecastQueue>();

        // Break-downs
        services.AddSingleton<Breakdowns.SeeBreakdown>();
        services.AddSingleton<Breakdowns.ListBreakdownRows>();

        // Reports; a page that can be scheduled registers its source, the web server its printing and its mail
        services.AddSingleton(Breakdowns.BreakdownReport.Source);
        services.AddSingleton(p => Numbers.NumbersReport.Source(p.GetRequiredService<Numbers.SeeNumbers>()));
        services.TryAddSingleton(new Reports.ReportPrinting(null));
        services.TryAddSingleton(new Reports.DeskMail(Reports.MailSettings.None, null, "http://localhost:5000"));
        services.AddSingleton<Reports.KeepSchedule>();
        services.AddSingleton<Reports.ListReports>();
        services.AddSingleton<Reports.OpenReport>();
        services.AddSingleton<Reports.MakeReportNow>();
        services.AddSingleton<Reports.MakeDueReports>();

        // Backups; they need the DeskAddress that whoever opened the database registers
        services.AddSingleton(p => new JournalCheckpoints(p.GetRequiredService<DeskOptions>().DataFolder));
        services.AddSingleton<VerifyJournal>();
        services.AddSingleton<SealViews>();
        services.AddSingleton<Backups.MakeBackup>();
        services.AddSingleton<Backups.VerifyBackup>();
        services.AddSingleton<Backups.RestoreBackup>();
        services.AddSingleton<Backups.DrillRestore>();

        // Health
        services.AddSingleton<Health.SeeHealth>();
        services.AddSingleton<Health.CountDesk>();

        // Jobs
        services.AddSingleton<JobRunner>();
        services.AddSingleton<FlagDeadlines>();

        // Practices
        services.AddSingleton<FindZone>();
        services.AddSingleton<ListPractices>();
        services.AddSingleton<EditPractice>();
        services.AddSingleton<SeePractice>();
        services.AddSingleton<EditClosedDays>();

        // Templates
        services.AddSingleton<ListTemplates>();
        services.AddSingleton<SeeTemplate>();
        services.AddSingleton<SaveTemplate>();
        services.AddSingleton<PublishTemplate>();
        services.AddSingleton<SeeLetter>();

        // Settings
        services.AddSingleton<SeeSettings>();
        services.AddSingleton<SeeRootCauses>();
        services.AddSingleton<EditRootCauses>();
        services.AddSingleton<SeeWriteOffPolicy>();
        services.AddSingleton<EditWriteOffPolicy>();

        return services;
    }
}

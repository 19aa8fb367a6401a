import django.db.models.deletion
import django.db.models.functions.comparison
import lonja.events.models.editions
import lonja.meetings.models.live
import uuid
from django.conf import settings
from django.db import migrations, models

from lonja.base.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    # Databases older than this one file of tables hold these instead.
    replaces = [('meetings', '0001_initial'), ('meetings', '0002_representatives'), ('meetings', '0003_planning'), ('meetings', '0004_the_day'), ('meetings', '0005_own_time'), ('meetings', '0006_request_rules')]

    dependencies = [
        ('accounts', '__first__'),
        ('events', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='DemandStudy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('digest', models.CharField(max_length=64, verbose_name='digest of what was studied')),
                    ('findings', models.JSONField(default=dict, verbose_name='findings')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='demand', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'study of the demand',
                    'verbose_name_plural': 'studies of the demand',
                },
            ),
            migrations.CreateModel(
                name='HallScreen',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token', models.CharField(default=lonja.meetings.models.live.hall_token, editable=False, max_length=64, unique=True)),
                    ('is_public', models.BooleanField(default=False, verbose_name='anybody may see it')),
                    ('remote_link', models.CharField(blank=True, max_length=300, verbose_name='address of remote meetings')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='hall_screen', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'hall screen',
                    'verbose_name_plural': 'hall screens',
                },
            ),
            migrations.CreateModel(
                name='MeetingRequest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('priority', models.PositiveSmallIntegerField(choices=[(1, 'Must meet'), (2, 'Would like to meet'), (3, 'If there is room')], default=2, verbose_name='priority')),
                    ('text', models.TextField(blank=True, max_length=1000, verbose_name='text')),
                    ('state', models.CharField(choices=[('draft', 'Draft'), ('sent', 'Waiting for an answer'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired')], default='draft', max_length=20, verbose_name='state')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('decline_reason', models.CharField(blank=True, choices=[('no_fit', 'It does not fit what I look for'), ('not_me', 'I am not the right person'), ('full', 'My agenda is full'), ('known', 'We know each other and are in touch'), ('competitor', 'We are competitors'), ('other', 'Another reason')], max_length=20, verbose_name='reason for declining')),
                    ('decline_text', models.CharField(blank=True, max_length=300, verbose_name='more about the reason')),
                    ('met_before', models.BooleanField(default=False, verbose_name='we have met before')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_requests', to='events.edition', verbose_name='edition')),
                    ('passed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.participation', verbose_name='passed on by')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests_received', to='events.participation', verbose_name='recipient')),
                    ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requests_sent', to='events.participation', verbose_name='sender')),
                ],
                options={
                    'verbose_name': 'meeting request',
                    'verbose_name_plural': 'meeting requests',
                    'indexes': [models.Index(fields=['edition', 'state'], name='meetings_me_edition_bff78a_idx'), models.Index(fields=['state', 'sent_at'], name='meetings_me_state_0e08f2_idx')],
                    'constraints': [models.UniqueConstraint(models.F('edition'), django.db.models.functions.comparison.Least(models.F('sender'), models.F('recipient')), django.db.models.functions.comparison.Greatest(models.F('sender'), models.F('recipient')), condition=models.Q(('state__in', ('sent', 'accepted', 'declined'))), name='one_request_per_pair'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('sender', 'recipient'), name='one_draft_per_wish'), models.CheckConstraint(condition=models.Q(('sender', models.F('recipient')), _negated=True), name='nobody_requests_herself'), models.CheckConstraint(condition=models.Q(('priority__gte', 1), ('priority__lte', 3)), name='request_priority_is_known')],
                },
            ),
            migrations.CreateModel(
                name='PlanRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField(verbose_name='number')),
                    ('seed', models.PositiveIntegerField(default=0, verbose_name='seed')),
                    ('effort', models.CharField(choices=[('quick', 'Quick look'), ('normal', 'Normal'), ('thorough', 'Thorough')], default='normal', max_length=20, verbose_name='effort')),
                    ('state', models.CharField(choices=[('queued', 'Waiting'), ('solving', 'Being planned'), ('draft', 'Draft'), ('provisional', 'Published, provisional'), ('published', 'Published'), ('superseded', 'Replaced by a newer one'), ('failed', 'Failed'), ('cancelled', 'Stopped')], default='queued', max_length=20, verbose_name='state')),
                    ('figures', models.JSONField(blank=True, default=dict, verbose_name='figures')),
                    ('digest', models.CharField(blank=True, max_length=64, verbose_name='digest of what was planned')),
                    ('moves_made', models.PositiveIntegerField(default=0, verbose_name='moves by hand')),
                    ('job', models.UUIDField(blank=True, null=True, verbose_name='job')),
                    ('requested_at', models.DateTimeField(verbose_name='requested at')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                    ('version', models.PositiveIntegerField(blank=True, null=True, verbose_name='version of the agenda')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_runs', to='events.edition', verbose_name='edition')),
                    ('keeps', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='kept_by', to='meetings.planrun', verbose_name='keeps the meetings of')),
                    ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='requested by')),
                ],
                options={
                    'verbose_name': 'plan',
                    'verbose_name_plural': 'plans',
                    'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='one_plan_per_number'), models.UniqueConstraint(fields=('edition', 'version'), name='one_plan_per_version'), models.UniqueConstraint(condition=models.Q(('state__in', ('provisional', 'published'))), fields=('edition',), name='one_published_plan_per_edition')],
                },
            ),
            migrations.CreateModel(
                name='Slot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_at', models.DateTimeField(verbose_name='starts at')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                    ('block', models.PositiveSmallIntegerField(help_text='Slots of one half-day follow each other.', verbose_name='half-day')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'slot',
                    'verbose_name_plural': 'slots',
                    'ordering': ['starts_at'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'starts_at'), name='one_slot_per_start'), models.CheckConstraint(condition=models.Q(('minutes__gt', 0)), name='slot_lasts_a_while')],
                },
            ),
            migrations.CreateModel(
                name='Table',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                    ('label', models.CharField(blank=True, max_length=80, verbose_name='label')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='events.edition', verbose_name='edition')),
                    ('host', models.ForeignKey(blank=True, help_text='The participant who always sits here; the table then serves only her meetings.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='own_tables', to='events.participation', verbose_name='host')),
                    ('zone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tables', to='events.zone', verbose_name='zone')),
                ],
                options={
                    'verbose_name': 'table',
                    'verbose_name_plural': 'tables',
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('edition', 'number'), name='one_table_per_number'), models.CheckConstraint(condition=models.Q(('number__gt', 0)), name='table_number_is_positive')],
                },
            ),
            migrations.CreateModel(
                name='Meeting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('planned', 'Planned'), ('held', 'Held'), ('no_show', 'Somebody was not there'), ('cancelled', 'Cancelled')], default='planned', max_length=20, verbose_name='state')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='noted as held, missed or cancelled at')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='meetings.meetingrequest', verbose_name='request')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='meetings.planrun', verbose_name='plan')),
                    ('slot', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='meetings', to='meetings.slot', verbose_name='slot')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='meetings', to='meetings.table', verbose_name='table')),
                ],
                options={
                    'verbose_name': 'meeting',
                    'verbose_name_plural': 'meetings',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('run', 'request'), name='one_meeting_per_request'), models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('run', 'slot', 'table'), name='one_meeting_per_table_and_slot')],
                },
            ),
            migrations.CreateModel(
                name='NoShow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('noted_at', models.DateTimeField(verbose_name='noted at')),
                    ('absent', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='who was not there')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='no_shows', to='meetings.meeting', verbose_name='meeting')),
                    ('noted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='noted by')),
                ],
                options={
                    'verbose_name': 'no-show',
                    'verbose_name_plural': 'no-shows',
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'absent'), name='one_no_show_per_meeting_and_person')],
                },
            ),
            migrations.CreateModel(
                name='OwnTime',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('time_zone', models.CharField(max_length=64, validators=[lonja.events.models.editions.known_time_zone], verbose_name='time zone')),
                    ('participation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='own_time', to='events.participation', verbose_name='participation')),
                ],
                options={
                    'verbose_name': 'own time',
                    'verbose_name_plural': 'own times',
                },
            ),
            migrations.CreateModel(
                name='PairRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('must', 'Must meet'), ('never', 'Must not meet')], max_length=10, verbose_name='rule')),
                    ('reason', models.CharField(max_length=300, verbose_name='reason')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pair_rules', to='events.edition', verbose_name='edition')),
                    ('one', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='one person')),
                    ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='the other person')),
                ],
                options={
                    'verbose_name': 'rule for two people',
                    'verbose_name_plural': 'rules for two people',
                    'constraints': [models.UniqueConstraint(models.F('edition'), django.db.models.functions.comparison.Least(models.F('one'), models.F('other')), django.db.models.functions.comparison.Greatest(models.F('one'), models.F('other')), name='one_rule_per_pair'), models.CheckConstraint(condition=models.Q(('one', models.F('other')), _negated=True), name='a_rule_is_for_two')],
                },
            ),
            migrations.CreateModel(
                name='Presence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('languages', models.JSONField(blank=True, default=list, verbose_name='languages')),
                    ('wants_table', models.BooleanField(default=False, verbose_name='would like a table of her own')),
                    ('participation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='presence', to='events.participation', verbose_name='participation')),
                ],
                options={
                    'verbose_name': 'presence',
                    'verbose_name_plural': 'presences',
                },
            ),
            migrations.CreateModel(
                name='Representative',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('side', models.CharField(choices=[('sender', 'Who asks'), ('recipient', 'Who is asked')], max_length=20, verbose_name='side')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='may_sit_in', to='events.participation', verbose_name='participation')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='representatives', to='meetings.meetingrequest', verbose_name='request')),
                ],
                options={
                    'verbose_name': 'representative',
                    'verbose_name_plural': 'representatives',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('request', 'side', 'participation'), name='one_representative_per_side')],
                },
            ),
            migrations.CreateModel(
                name='RequestRules',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('most_per_person', models.PositiveSmallIntegerField(blank=True, help_text='Those that wait or are accepted count. Empty: no limit.', null=True, verbose_name='most requests per person')),
                    ('most_per_organisation', models.PositiveSmallIntegerField(blank=True, help_text='Of all its people together. Empty: no limit.', null=True, verbose_name='most requests per organisation')),
                    ('answer_days', models.PositiveSmallIntegerField(default=5, help_text='After that a request without an answer expires.', verbose_name='days to answer')),
                    ('remind_days', models.PositiveSmallIntegerField(default=2, help_text='0: no reminder.', verbose_name='days before the end for a reminder')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='request_rules', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'rules for requests',
                    'verbose_name_plural': 'rules for requests',
                    'constraints': [models.CheckConstraint(condition=models.Q(('answer_days__gt', 0)), name='an_answer_may_take_a_day')],
                },
            ),
            migrations.CreateModel(
                name='RunningLate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                    ('noted_at', models.DateTimeField(verbose_name='noted at')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late', to='meetings.meeting', verbose_name='meeting')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='who')),
                ],
                options={
                    'verbose_name': 'late comer',
                    'verbose_name_plural': 'late comers',
                    'constraints': [models.UniqueConstraint(fields=('meeting', 'participation'), name='late_once_per_meeting')],
                },
            ),
            migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.meeting', verbose_name='meeting')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='events.participation', verbose_name='participation')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='seats', to='meetings.planrun', verbose_name='plan')),
                    ('slot', models.ForeignKey(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='meetings.slot', verbose_name='slot')),
                ],
                options={
                    'verbose_name': 'seat',
                    'verbose_name_plural': 'seats',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('run', 'slot', 'participation'), name='nobody_sits_twice_at_a_time'), models.UniqueConstraint(fields=('meeting', 'participation'), name='one_seat_per_meeting')],
                },
            ),
            migrations.CreateModel(
                name='Proposal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('state', models.CharField(choices=[('open', 'Open'), ('accepted', 'Accepted'), ('ignored', 'Not wanted'), ('passed', 'Passed')], default='open', max_length=20, verbose_name='state')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('answered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='for the side that is asked')),
                    ('request', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meetingrequest', verbose_name='request')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proposals', to='meetings.planrun', verbose_name='plan')),
                    ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='for the side that asks')),
                    ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot', verbose_name='slot')),
                ],
                options={
                    'verbose_name': 'proposal',
                    'verbose_name_plural': 'proposals',
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('run', 'slot', 'sender', 'recipient'), name='one_open_proposal_per_pair_and_slot'), models.CheckConstraint(condition=models.Q(('sender', models.F('recipient')), _negated=True), name='nobody_is_proposed_to_herself')],
                },
            ),
            migrations.CreateModel(
                name='Standby',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('joined_at', models.DateTimeField(verbose_name='joined at')),
                    ('participation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='standby', to='events.participation', verbose_name='participation')),
                ],
                options={
                    'verbose_name': 'standby',
                    'verbose_name_plural': 'standbys',
                },
            ),
            migrations.CreateModel(
                name='Move',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('moved_at', models.DateTimeField(verbose_name='moved at')),
                    ('is_undone', models.BooleanField(default=False, verbose_name='undone')),
                    ('moved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='moved by')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meetingrequest', verbose_name='request')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='meetings.planrun', verbose_name='plan')),
                    ('from_slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot')),
                    ('to_slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot')),
                    ('from_table', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.table')),
                    ('to_table', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.table')),
                ],
                options={
                    'verbose_name': 'move',
                    'verbose_name_plural': 'moves',
                },
            ),
            migrations.CreateModel(
                name='Lock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('locked_at', models.DateTimeField(verbose_name='locked at')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='locks', to='events.edition', verbose_name='edition')),
                    ('locked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                    ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='for the side that is asked')),
                    ('sender', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='for the side that asks')),
                    ('request', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='lock', to='meetings.meetingrequest', verbose_name='request')),
                    ('slot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot', verbose_name='slot')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.table', verbose_name='table')),
                ],
                options={
                    'verbose_name': 'lock',
                    'verbose_name_plural': 'locks',
                    'constraints': [models.UniqueConstraint(fields=('edition', 'slot', 'table'), name='one_lock_per_table_and_slot')],
                },
            ),
            migrations.CreateModel(
                name='LiveChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveIntegerField(verbose_name='version of the agenda')),
                    ('kind', models.CharField(choices=[('cancelled', 'Cancelled'), ('moved', 'Moved'), ('added', 'New')], max_length=20, verbose_name='what happened')),
                    ('happened_at', models.DateTimeField(verbose_name='happened at')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='live_changes', to='events.participation', verbose_name='who is told')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meetingrequest', verbose_name='request')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='meetings.planrun', verbose_name='plan')),
                    ('from_slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot')),
                    ('to_slot', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.slot')),
                    ('from_table', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.table')),
                    ('to_table', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.table')),
                ],
                options={
                    'verbose_name': 'change of the day',
                    'verbose_name_plural': 'changes of the day',
                    'indexes': [models.Index(fields=['run', 'participation'], name='meetings_li_run_id_d0f016_idx')],
                },
            ),
            migrations.CreateModel(
                name='Unplaced',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(max_length=30, verbose_name='reason')),
                    ('detail', models.JSONField(blank=True, default=dict, verbose_name='way out')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='meetings.meetingrequest', verbose_name='request')),
                    ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='unplaced', to='meetings.planrun', verbose_name='plan')),
                    ('who', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='events.participation', verbose_name='who')),
                ],
                options={
                    'verbose_name': 'unplaced request',
                    'verbose_name_plural': 'unplaced requests',
                    'constraints': [models.UniqueConstraint(fields=('run', 'request'), name='one_reason_per_request')],
                },
            ),
            migrations.CreateModel(
                name='AskingBar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asking', models.CharField(choices=[('company', 'Company'), ('research', 'Research or technology centre'), ('group', 'University research group'), ('public', 'Public body'), ('association', 'Association or cluster'), ('investor', 'Investor'), ('expert', 'Independent expert'), ('other', 'Other')], max_length=20, verbose_name='who asks')),
                    ('asked', models.CharField(choices=[('company', 'Company'), ('research', 'Research or technology centre'), ('group', 'University research group'), ('public', 'Public body'), ('association', 'Association or cluster'), ('investor', 'Investor'), ('expert', 'Independent expert'), ('other', 'Other')], max_length=20, verbose_name='who is asked')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asking_bars', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'bar between types of participants',
                    'verbose_name_plural': 'bars between types of participants',
                    'constraints': [models.UniqueConstraint(fields=('edition', 'asking', 'asked'), name='one_bar_per_two_types')],
                },
            ),
        ]),
        migrations.AddField(
            model_name='table',
            name='closed_slots',
            field=models.ManyToManyField(blank=True, related_name='closed_tables', to='meetings.slot', verbose_name='closed in'),
        ),
    ]

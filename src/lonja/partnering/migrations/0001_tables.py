import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import lonja.base.texts
import lonja.directory.models.fields
from django.conf import settings
from django.db import migrations, models

from lonja.base.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    # Databases older than this one file of tables hold these instead.
    replaces = [('partnering', '0001_initial'), ('partnering', '0002_interests_and_conversations'), ('partnering', '0003_alliances_and_lists_shown')]

    dependencies = [
        ('accounts', '__first__'),
        ('base', '0001_tables'),
        ('directory', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='ReferenceCount',
                fields=[
                    ('prefix', models.CharField(max_length=20, primary_key=True, serialize=False)),
                    ('last', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Showing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('shown_on', models.DateField(db_index=True, verbose_name='day')),
                    ('surface', models.CharField(choices=[('organisation', 'Profile of an organisation'), ('cluster', 'Profile of a cluster'), ('opportunity', 'Offer or need'), ('event', 'Participants of an event')], max_length=15, verbose_name='where')),
                    ('organisations', models.JSONField(default=list, verbose_name='organisations shown, the first first')),
                ],
                options={
                    'verbose_name': 'list shown',
                    'verbose_name_plural': 'lists shown',
                    'ordering': ['-shown_on', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Alliance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=120, unique=True, verbose_name='short address')),
                    ('name', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='name')),
                    ('aim', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='aim')),
                    ('countries_wanted', models.PositiveSmallIntegerField(default=0, verbose_name='different countries wanted')),
                    ('is_public', models.BooleanField(db_index=True, default=False, verbose_name='public')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
                    ('coordinator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alliances', to='directory.cluster', verbose_name='coordinating cluster')),
                ],
                options={
                    'verbose_name': 'alliance',
                    'verbose_name_plural': 'alliances',
                    'ordering': ['slug'],
                },
            ),
            migrations.CreateModel(
                name='AllianceDocument',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('added_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='added at')),
                    ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                    ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='partnering.alliance', verbose_name='alliance')),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='base.storedfile', verbose_name='file')),
                ],
                options={
                    'verbose_name': 'document of an alliance',
                    'verbose_name_plural': 'documents of alliances',
                    'ordering': ['-added_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='AllianceParty',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('invited', 'Invited'), ('confirmed', 'Confirmed'), ('declined', 'Declined'), ('left', 'Left')], default='invited', max_length=10, verbose_name='state')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='partnering.alliance', verbose_name='alliance')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.cluster', verbose_name='cluster')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='organisation')),
                ],
                options={
                    'verbose_name': 'party to an alliance',
                    'verbose_name_plural': 'parties to an alliance',
                    'ordering': ['pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('cluster__isnull', False), ('organisation__isnull', True)), models.Q(('cluster__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='alliance_party_is_one_thing'), models.UniqueConstraint(condition=models.Q(('cluster__isnull', False)), fields=('alliance', 'cluster'), name='cluster_once_per_alliance'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('alliance', 'organisation'), name='organisation_once_per_alliance')],
                },
            ),
            migrations.CreateModel(
                name='AllianceStage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                    ('name', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='name')),
                    ('need', models.PositiveSmallIntegerField(default=1, verbose_name='how many should cover it')),
                    ('weight', models.PositiveSmallIntegerField(default=1, verbose_name='how much it matters')),
                    ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='partnering.alliance', verbose_name='alliance')),
                ],
                options={
                    'verbose_name': 'stage of a value chain',
                    'verbose_name_plural': 'stages of a value chain',
                    'ordering': ['position', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('need__gte', 1), ('weight__gte', 1)), name='stage_matters')],
                },
            ),
            migrations.CreateModel(
                name='AllianceCover',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('level', models.PositiveSmallIntegerField(choices=[(0, 'Does not cover it'), (35, 'Covers a part of it'), (90, 'Covers it')], verbose_name='how well')),
                    ('note', models.CharField(blank=True, max_length=200, verbose_name='with what')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='partnering.allianceparty', verbose_name='party')),
                    ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='covers', to='partnering.alliancestage', verbose_name='stage')),
                ],
                options={
                    'verbose_name': 'cover of a stage',
                    'verbose_name_plural': 'covers of stages',
                    'constraints': [models.UniqueConstraint(fields=('party', 'stage'), name='one_cover_per_party_and_stage')],
                },
            ),
            migrations.CreateModel(
                name='Dismissal',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reason', models.CharField(choices=[('known', 'We work together already'), ('competitor', 'A competitor of ours'), ('field', 'Another field than ours'), ('far', 'Too far away'), ('other', 'Another reason')], max_length=12, verbose_name='reason')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='said by')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='directory.organisation', verbose_name='organisation')),
                    ('partner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='not for us')),
                ],
                options={
                    'verbose_name': 'dismissed recommendation',
                    'verbose_name_plural': 'dismissed recommendations',
                    'ordering': ['-created_at', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('organisation', 'partner'), name='one_dismissal_per_pair'), models.CheckConstraint(condition=models.Q(('organisation', models.F('partner')), _negated=True), name='nobody_dismisses_itself')],
                },
            ),
            migrations.CreateModel(
                name='Mandate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('state', models.CharField(choices=[('asked', 'Waiting for consent'), ('given', 'Consent given'), ('refused', 'Refused'), ('ended', 'Ended')], default='asked', max_length=10, verbose_name='state')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='what for')),
                    ('asked_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='asked at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('valid_until', models.DateField(verbose_name='valid until')),
                    ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to=settings.AUTH_USER_MODEL, verbose_name='adviser')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.cluster', verbose_name='cluster of the adviser')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mandates', to='directory.organisation', verbose_name='client')),
                ],
                options={
                    'verbose_name': 'mandate',
                    'verbose_name_plural': 'mandates',
                    'ordering': ['-asked_at', '-pk'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['asked', 'given'])), fields=('adviser', 'organisation'), name='one_mandate_per_adviser_and_client')],
                },
            ),
            migrations.CreateModel(
                name='Opportunity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('reference', models.CharField(max_length=30, unique=True, verbose_name='reference')),
                    ('kind', models.CharField(choices=[('BO', 'Business offer'), ('TO', 'Technology offer'), ('BR', 'Business request'), ('TR', 'Technology request'), ('RDR', 'Search for research partners')], max_length=3, verbose_name='type')),
                    ('state', models.CharField(choices=[('DRAFT', 'Draft'), ('CLIENT_VALIDATION_PENDING', 'Waiting for the client'), ('DRAFT_ACCEPTED', 'Approved by the client'), ('DRAFT_REJECTED', 'Sent back by the client'), ('UNDER_REVIEW', 'Under review'), ('UNDER_VALIDATION', 'Being validated'), ('REJECTED', 'Sent back by the reviewer'), ('PUBLISHED', 'Published'), ('FLAGGED', 'Flagged for a check'), ('ON_HOLD', 'On hold'), ('EXPIRED', 'Expired'), ('ARCHIVED', 'Archived')], default='DRAFT', max_length=30, verbose_name='state')),
                    ('language', models.CharField(default='en', max_length=5, verbose_name='language of the original')),
                    ('title', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='title')),
                    ('summary', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='summary')),
                    ('description', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='description')),
                    ('advantages', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='advantages and innovation')),
                    ('technical', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='technical specification or expertise sought')),
                    ('partner_role', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='role of the partner')),
                    ('ipr_notes', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='notes on intellectual property')),
                    ('country', models.CharField(blank=True, db_index=True, max_length=2, validators=[django.core.validators.RegexValidator('^[A-Z]{2}$')], verbose_name='country')),
                    ('target_countries', models.JSONField(blank=True, default=list, verbose_name='countries sought')),
                    ('framework_program', models.CharField(blank=True, max_length=200, verbose_name='framework programme')),
                    ('call_identifier', models.CharField(blank=True, max_length=300, verbose_name='call title and identifier')),
                    ('submission_scheme', models.CharField(blank=True, max_length=300, verbose_name='submission and evaluation scheme')),
                    ('project_title', models.CharField(blank=True, max_length=300, verbose_name='project title and acronym')),
                    ('budget_eur', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='expected budget of the project (EUR)')),
                    ('duration_weeks', models.PositiveIntegerField(blank=True, null=True, verbose_name='duration of the project (weeks)')),
                    ('coordinator_required', models.BooleanField(blank=True, null=True, verbose_name='a coordinator is sought')),
                    ('interest_until', models.DateField(blank=True, null=True, verbose_name='last day for interest')),
                    ('call_closes_on', models.DateField(blank=True, null=True, verbose_name='the call closes on')),
                    ('call_link', models.URLField(blank=True, max_length=300, verbose_name='page of the call')),
                    ('video_link', models.URLField(blank=True, max_length=300, verbose_name='video')),
                    ('is_anonymous', models.BooleanField(default=False, verbose_name='anonymous until we accept an interest')),
                    ('open_for_interest', models.BooleanField(default=True, verbose_name='open for interest')),
                    ('decision_note', models.TextField(blank=True, verbose_name='why it was sent back or flagged')),
                    ('version', models.PositiveIntegerField(default=1, verbose_name='version')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('changed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='changed at')),
                    ('published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='published at')),
                    ('first_published_on', models.DateField(blank=True, null=True, verbose_name='first published on')),
                    ('expires_on', models.DateField(blank=True, null=True, verbose_name='expires on')),
                    ('notice_sent_on', models.DateField(blank=True, null=True, verbose_name='notice of expiry sent on')),
                    ('search_text', lonja.directory.models.fields.FoldedField(blank=True, default='', editable=False, source='searchable')),
                    ('annex', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.storedfile', verbose_name='confidential annex')),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                    ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnering.opportunity', verbose_name='copied from')),
                    ('ipr', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.term', verbose_name='intellectual property status')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opportunities', to='directory.organisation', verbose_name='organisation')),
                    ('stage', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.term', verbose_name='stage of development')),
                    ('trl', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.term', verbose_name='technology readiness level')),
                ],
                options={
                    'verbose_name': 'offer or need',
                    'verbose_name_plural': 'offers and needs',
                    'ordering': ['-published_at', '-pk'],
                    'indexes': [models.Index(fields=['state', 'expires_on'], name='partnering__state_d6652c_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'PUBLISHED'), _negated=True), models.Q(('expires_on__isnull', False), ('first_published_on__isnull', False), ('published_at__isnull', False)), _connector='OR'), name='published_opportunity_has_its_days')],
                },
            ),
            migrations.CreateModel(
                name='Interest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(verbose_name='message')),
                    ('state', models.CharField(choices=[('sent', 'Waiting for an answer'), ('seen', 'Seen, not answered yet'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('talks', 'In talks'), ('agreement', 'Agreement'), ('closed', 'Closed')], default='sent', max_length=10, verbose_name='state')),
                    ('is_held', models.BooleanField(default=False, verbose_name='kept back, because the recipient has blocked the sender')),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                    ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='seen at')),
                    ('expires_on', models.DateField(verbose_name='expires on')),
                    ('reminded_on', models.DateField(blank=True, null=True, verbose_name='reminded on')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('reason', models.CharField(blank=True, choices=[('off_topic', 'It is not what we look for'), ('busy', 'We have no time at present'), ('taken', 'We have found a partner already'), ('place', 'We look for partners in other places'), ('other', 'Another reason')], max_length=15, verbose_name='reason')),
                    ('note', models.CharField(blank=True, max_length=500, verbose_name='a word to the sender')),
                    ('met_on', models.DateField(blank=True, null=True, verbose_name='first met on')),
                    ('result', models.CharField(blank=True, choices=[('project', 'A project together'), ('contract', 'A contract or an order'), ('research', 'A research agreement'), ('investment', 'An investment'), ('none', 'Nothing this time')], max_length=15, verbose_name='result')),
                    ('result_title', models.CharField(blank=True, max_length=200, verbose_name='name of the project or contract')),
                    ('agreed_on', models.DateField(blank=True, null=True, verbose_name='agreed on')),
                    ('confirmed_at', models.DateTimeField(blank=True, null=True, verbose_name='confirmed by the other side at')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                    ('agreed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.organisation', verbose_name='agreement told by')),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.storedfile', verbose_name='file')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='directory.organisation', verbose_name='interested')),
                    ('sender', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='sent by')),
                    ('mandate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='partnering.mandate', verbose_name='sent by an adviser')),
                    ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interests', to='partnering.opportunity', verbose_name='offer or need')),
                ],
                options={
                    'verbose_name': 'interest',
                    'verbose_name_plural': 'interests',
                    'ordering': ['-sent_at', '-pk'],
                    'indexes': [models.Index(fields=['state', 'expires_on'], name='partnering__state_da748f_idx')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('sent', 'seen', 'accepted', 'talks', 'agreement'))), fields=('opportunity', 'organisation'), name='one_standing_interest_per_pair'), models.CheckConstraint(condition=models.Q(('agreed_on__isnull', True), ('agreed_by__isnull', False), _connector='OR'), name='agreement_is_told_by_somebody')],
                },
            ),
            migrations.CreateModel(
                name='InterestStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('verb', models.CharField(max_length=10, verbose_name='step')),
                    ('before', models.CharField(blank=True, choices=[('sent', 'Waiting for an answer'), ('seen', 'Seen, not answered yet'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('talks', 'In talks'), ('agreement', 'Agreement'), ('closed', 'Closed')], max_length=10, verbose_name='state before')),
                    ('after', models.CharField(choices=[('sent', 'Waiting for an answer'), ('seen', 'Seen, not answered yet'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('withdrawn', 'Withdrawn'), ('expired', 'Expired'), ('talks', 'In talks'), ('agreement', 'Agreement'), ('closed', 'Closed')], max_length=10, verbose_name='state after')),
                    ('side', models.CharField(choices=[('sender', 'the interested'), ('owner', 'the owner of the offer or need'), ('house', 'the platform')], max_length=10, verbose_name='taken by')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='moment')),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('interest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='partnering.interest', verbose_name='interest')),
                ],
                options={
                    'verbose_name': 'step of an interest',
                    'verbose_name_plural': 'steps of interests',
                    'ordering': ['at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Introduction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(verbose_name='why the two should meet')),
                    ('first_answer', models.CharField(choices=[('asked', 'Waiting for an answer'), ('yes', 'Yes'), ('no', 'No, thank you')], default='asked', max_length=10, verbose_name='answer of the one')),
                    ('second_answer', models.CharField(choices=[('asked', 'Waiting for an answer'), ('yes', 'Yes'), ('no', 'No, thank you')], default='asked', max_length=10, verbose_name='answer of the other')),
                    ('first_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='the one answered at')),
                    ('second_answered_at', models.DateTimeField(blank=True, null=True, verbose_name='the other answered at')),
                    ('is_held', models.BooleanField(default=False, verbose_name='kept back, because one has blocked the other')),
                    ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made at')),
                    ('expires_on', models.DateField(verbose_name='expires on')),
                    ('is_over', models.BooleanField(default=False, verbose_name='over')),
                    ('cluster', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.cluster', verbose_name='in the name of')),
                    ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='one organisation')),
                    ('introducer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='introduced by')),
                    ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='the other organisation')),
                ],
                options={
                    'verbose_name': 'introduction',
                    'verbose_name_plural': 'introductions',
                    'ordering': ['-made_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='introduction_has_two_sides'), models.UniqueConstraint(condition=models.Q(('is_over', False)), fields=('first', 'second'), name='one_open_introduction_per_pair')],
                },
            ),
            migrations.CreateModel(
                name='Conversation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opened_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='opened at')),
                    ('last_message_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='last message at')),
                    ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='one organisation')),
                    ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='the other organisation')),
                    ('interest', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversation', to='partnering.interest', verbose_name='interest')),
                    ('introduction', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversation', to='partnering.introduction', verbose_name='introduction')),
                ],
                options={
                    'verbose_name': 'conversation',
                    'verbose_name_plural': 'conversations',
                    'ordering': ['-last_message_at', '-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('interest__isnull', False), ('introduction__isnull', True)), models.Q(('interest__isnull', True), ('introduction__isnull', False)), _connector='OR'), name='conversation_has_one_origin')],
                },
            ),
            migrations.CreateModel(
                name='JointAction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title', models.CharField(max_length=200, verbose_name='what')),
                    ('text', models.TextField(blank=True, verbose_name='how')),
                    ('due_on', models.DateField(blank=True, null=True, verbose_name='until when')),
                    ('state', models.CharField(choices=[('proposed', 'Proposed'), ('agreed', 'Agreed by all'), ('done', 'Done'), ('dropped', 'Dropped')], default='proposed', max_length=10, verbose_name='state')),
                    ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created at')),
                    ('alliance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='partnering.alliance', verbose_name='alliance')),
                ],
                options={
                    'verbose_name': 'joint action',
                    'verbose_name_plural': 'joint actions',
                    'ordering': ['due_on', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='joint_action_has_a_title')],
                },
            ),
            migrations.CreateModel(
                name='AllianceConfirmation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('confirmed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='confirmed at')),
                    ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='confirmed by')),
                    ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='partnering.alliancedocument', verbose_name='document')),
                    ('party', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='partnering.allianceparty', verbose_name='party')),
                    ('action', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='confirmations', to='partnering.jointaction', verbose_name='joint action')),
                ],
                options={
                    'verbose_name': 'confirmation',
                    'verbose_name_plural': 'confirmations',
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('action__isnull', False), ('document__isnull', True)), models.Q(('action__isnull', True), ('document__isnull', False)), _connector='OR'), name='confirmation_of_one_thing'), models.UniqueConstraint(condition=models.Q(('action__isnull', False)), fields=('party', 'action'), name='one_yes_per_action'), models.UniqueConstraint(condition=models.Q(('document__isnull', False)), fields=('party', 'document'), name='one_yes_per_document')],
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_adviser', models.BooleanField(default=False, verbose_name='written by an adviser')),
                    ('text', models.TextField(blank=True, verbose_name='message')),
                    ('sent_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='sent at')),
                    ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                    ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='partnering.conversation', verbose_name='conversation')),
                    ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.storedfile', verbose_name='file')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='in the name of')),
                ],
                options={
                    'verbose_name': 'message',
                    'verbose_name_plural': 'messages',
                    'ordering': ['sent_at', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='AnnexGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('granted_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='granted at')),
                    ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='directory.organisation', verbose_name='organisation')),
                    ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='annex_grants', to='partnering.opportunity', verbose_name='offer or need')),
                ],
                options={
                    'verbose_name': 'right to a confidential annex',
                    'verbose_name_plural': 'rights to confidential annexes',
                    'constraints': [models.UniqueConstraint(fields=('opportunity', 'organisation'), name='one_annex_grant_per_reader')],
                },
            ),
            migrations.CreateModel(
                name='OpportunityTerm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('opportunity', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='described_by', to='partnering.opportunity', verbose_name='offer or need')),
                    ('term', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.term', verbose_name='term')),
                ],
                options={
                    'verbose_name': 'keyword of an offer or need',
                    'verbose_name_plural': 'keywords of an offer or need',
                    'ordering': ['term__scheme', 'term__position'],
                    'constraints': [models.UniqueConstraint(fields=('opportunity', 'term'), name='one_term_once_per_opportunity')],
                },
            ),
            migrations.CreateModel(
                name='Reading',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('read_at', models.DateTimeField(verbose_name='read at')),
                    ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='partnering.conversation', verbose_name='conversation')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ],
                options={
                    'verbose_name': 'reading of a conversation',
                    'verbose_name_plural': 'readings of conversations',
                    'constraints': [models.UniqueConstraint(fields=('conversation', 'user'), name='one_reading_per_person')],
                },
            ),
            migrations.CreateModel(
                name='ReviewRule',
                fields=[
                    ('cluster', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='directory.cluster', verbose_name='cluster')),
                    ('set_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='set at')),
                    ('set_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='set by')),
                ],
                options={
                    'verbose_name': 'review rule',
                    'verbose_name_plural': 'review rules',
                },
            ),
        ]),
        migrations.AddField(
            model_name='opportunity',
            name='terms',
            field=models.ManyToManyField(related_name='opportunities', through='partnering.OpportunityTerm', to='directory.term', verbose_name='keywords'),
        ),
        migrations.AddField(
            model_name='alliancestage',
            name='terms',
            field=models.ManyToManyField(blank=True, related_name='+', to='directory.term', verbose_name='capabilities'),
        ),
    ]

import django.db.models.deletion
import lonja.base.texts
import uuid
from django.db import migrations, models

from lonja.base.migrating import CreateModels


class Migration(migrations.Migration):

    initial = True

    # Databases older than this one file of tables hold these instead.
    replaces = [('impact', '0001_initial')]

    dependencies = [
        ('base', '0001_tables'),
        ('directory', '0001_tables'),
        ('events', '0001_tables'),
        ('meetings', '0001_tables'),
        ('partnering', '0001_tables'),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Collaboration',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('text', models.TextField(max_length=2000, verbose_name='what they do together')),
                    ('state', models.CharField(choices=[('claimed', 'Claimed by one side'), ('mutual', 'Confirmed by both sides'), ('declined', 'Not confirmed by the other side'), ('ended', 'Ended')], default='claimed', max_length=10, verbose_name='state')),
                    ('claimed_at', models.DateTimeField(verbose_name='claimed at')),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('claimed_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collaborations', to='events.participation', verbose_name='claimed by')),
                    ('link', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='directory.clusterlink', verbose_name='link between clusters')),
                ],
                options={
                    'verbose_name': 'collaboration',
                    'verbose_name_plural': 'collaborations',
                },
            ),
            migrations.CreateModel(
                name='DeclaredOutcomes',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('answered', models.PositiveIntegerField(blank=True, null=True, verbose_name='meetings with an answer')),
                    ('by_type', models.JSONField(default=dict, verbose_name='materialised meetings by type')),
                    ('method', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='how they were counted')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='declared_outcomes', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'declared outcomes',
                    'verbose_name_plural': 'declared outcomes',
                },
            ),
            migrations.CreateModel(
                name='Erasure',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('participation_id', models.BigIntegerField(unique=True, verbose_name='number of the participation')),
                    ('erased_at', models.DateTimeField(verbose_name='erased at')),
                    ('counts', models.JSONField(default=dict, verbose_name='what was erased')),
                    ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'erasure',
                    'verbose_name_plural': 'erasures',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='FollowUp',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('months', models.PositiveSmallIntegerField(verbose_name='months after the edition')),
                    ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                    ('asked_at', models.DateTimeField(verbose_name='asked at')),
                    ('reminded_at', models.DateTimeField(blank=True, null=True, verbose_name='reminded at')),
                    ('expires_at', models.DateTimeField(verbose_name='the links hold until')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='events.participation', verbose_name='participation')),
                ],
                options={
                    'verbose_name': 'follow-up',
                    'verbose_name_plural': 'follow-ups',
                    'constraints': [models.UniqueConstraint(fields=('participation', 'months'), name='asked_once_per_milestone'), models.CheckConstraint(condition=models.Q(('months__in', (1, 6, 12))), name='follow_up_has_a_milestone')],
                },
            ),
            migrations.CreateModel(
                name='MeetingNote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField(max_length=5000, verbose_name='note')),
                    ('changed_at', models.DateTimeField(verbose_name='changed at')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meeting_notes', to='events.participation', verbose_name='participation')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='meetings.meetingrequest', verbose_name='request')),
                ],
                options={
                    'verbose_name': 'note',
                    'verbose_name_plural': 'notes',
                    'constraints': [models.UniqueConstraint(fields=('request', 'participation'), name='one_note_per_side')],
                },
            ),
            migrations.CreateModel(
                name='OutcomeQuestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='answered at')),
                    ('follow_up', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='impact.followup', verbose_name='follow-up')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='meetings.meetingrequest', verbose_name='request')),
                ],
                options={
                    'verbose_name': 'outcome question',
                    'verbose_name_plural': 'outcome questions',
                    'ordering': ['pk'],
                    'constraints': [models.UniqueConstraint(fields=('follow_up', 'request'), name='one_question_per_meeting')],
                },
            ),
            migrations.CreateModel(
                name='OutcomeAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('side', models.CharField(choices=[('sender', 'Who asks'), ('recipient', 'Who is asked')], max_length=20, verbose_name='side')),
                    ('came', models.CharField(choices=[('yes', 'Yes, something came of it'), ('not_yet', 'Not yet'), ('no', 'No')], max_length=10, verbose_name='did something come of it')),
                    ('outcome_type', models.CharField(blank=True, max_length=10, verbose_name='what came of it')),
                    ('value_cents', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='value in cents')),
                    ('level', models.CharField(blank=True, choices=[('regional', 'Regional'), ('national', 'National'), ('european', 'European or wider')], max_length=10, verbose_name='level')),
                    ('evidence', models.TextField(blank=True, max_length=2000, verbose_name='evidence')),
                    ('evidence_link', models.URLField(blank=True, max_length=300, verbose_name='page that shows it')),
                    ('note', models.TextField(blank=True, max_length=2000, verbose_name='note')),
                    ('answered_at', models.DateTimeField(verbose_name='answered at')),
                    ('evidence_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='base.storedfile', verbose_name='document that shows it')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcome_answers', to='events.participation', verbose_name='participation')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='outcome_answers', to='meetings.meetingrequest', verbose_name='request')),
                    ('question', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answers', to='impact.outcomequestion', verbose_name='question')),
                ],
                options={
                    'verbose_name': 'outcome answer',
                    'verbose_name_plural': 'outcome answers',
                    'ordering': ['answered_at', 'pk'],
                    'indexes': [models.Index(fields=['request', 'side', 'answered_at'], name='impact_outc_request_bab890_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('came', 'yes'), _negated=True), models.Q(('outcome_type', ''), _negated=True), _connector='OR'), name='outcome_has_a_type'), models.CheckConstraint(condition=models.Q(models.Q(('came', 'no'), _negated=True), models.Q(('outcome_type', ''), ('value_cents__isnull', True)), _connector='OR'), name='no_outcome_has_no_type_and_value')],
                },
            ),
            migrations.CreateModel(
                name='OutcomeReport',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_public', models.BooleanField(default=False, verbose_name='public')),
                    ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                    ('figures', models.JSONField(default=dict, verbose_name='figures as published')),
                    ('summary', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='summary')),
                    ('method', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='how the figures were made')),
                    ('practice_is_public', models.BooleanField(default=False, verbose_name='the good practice is public')),
                    ('resources', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='resources needed')),
                    ('evidence', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='evidence of success')),
                    ('difficulties', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='difficulties encountered')),
                    ('transfer', lonja.base.texts.TranslatedField(blank=True, default=dict, verbose_name='potential for learning or transfer')),
                    ('author_name', models.CharField(blank=True, max_length=150, verbose_name='contact: name')),
                    ('author_contact', models.CharField(blank=True, max_length=200, verbose_name='contact: e-mail or telephone')),
                    ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='outcome_report', to='events.edition', verbose_name='edition')),
                ],
                options={
                    'verbose_name': 'report of outcomes',
                    'verbose_name_plural': 'reports of outcomes',
                    'constraints': [models.CheckConstraint(condition=models.Q(('is_public', False), ('published_at__isnull', False), _connector='OR'), name='public_report_has_a_date')],
                },
            ),
            migrations.CreateModel(
                name='ProjectIdea',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('title', models.CharField(max_length=200, verbose_name='title')),
                    ('text', models.TextField(max_length=5000, verbose_name='the idea')),
                    ('written_at', models.DateTimeField(verbose_name='written at')),
                    ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='project_ideas', to='events.participation', verbose_name='written by')),
                ],
                options={
                    'verbose_name': 'project idea',
                    'verbose_name_plural': 'project ideas',
                    'ordering': ['-written_at', '-pk'],
                },
            ),
            migrations.CreateModel(
                name='Conversion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('opportunity', 'An offer or a need'), ('collaboration', 'A collaboration'), ('idea', 'A project idea')], max_length=15, verbose_name='kind')),
                    ('made_at', models.DateTimeField(verbose_name='made at')),
                    ('collaboration', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversion', to='impact.collaboration')),
                    ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversions', to='events.participation', verbose_name='made by')),
                    ('opportunity', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversion', to='partnering.opportunity')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='conversions', to='meetings.meetingrequest', verbose_name='request')),
                    ('idea', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='conversion', to='impact.projectidea')),
                ],
                options={
                    'verbose_name': 'conversion',
                    'verbose_name_plural': 'conversions',
                    'ordering': ['made_at', 'pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('collaboration', None), ('idea', None), ('kind', 'opportunity'), ('opportunity__isnull', False)), models.Q(('collaboration__isnull', False), ('idea', None), ('kind', 'collaboration'), ('opportunity', None)), models.Q(('collaboration', None), ('idea__isnull', False), ('kind', 'idea'), ('opportunity', None)), _connector='OR'), name='conversion_leads_to_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='Rating',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('useful', models.PositiveSmallIntegerField(verbose_name='how useful, from 1 to 5')),
                    ('goes_on', models.CharField(choices=[('yes', 'Yes, we have agreed on a next step'), ('maybe', 'Perhaps'), ('no', 'No')], max_length=10, verbose_name='goes on')),
                    ('rated_at', models.DateTimeField(verbose_name='rated at')),
                    ('participation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='events.participation', verbose_name='participation')),
                    ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='meetings.meetingrequest', verbose_name='request')),
                ],
                options={
                    'verbose_name': 'rating',
                    'verbose_name_plural': 'ratings',
                    'constraints': [models.UniqueConstraint(fields=('request', 'participation'), name='one_rating_per_side'), models.CheckConstraint(condition=models.Q(('useful__gte', 1), ('useful__lte', 5)), name='rating_is_from_1_to_5')],
                },
            ),
        ]),
    ]

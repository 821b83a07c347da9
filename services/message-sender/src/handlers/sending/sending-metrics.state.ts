import { Injectable } from '@nestjs/common';
import { Gauge, type Counter, type Histogram } from 'prom-client';
import { Metrics } from '#service-kit';

@Injectable()
export class SendingMetrics {
  readonly attempts: Counter<'outcome'>;
  readonly graphSeconds: Histogram;
  readonly queueSeconds: Histogram;
  readonly unknown: Gauge;
  readonly resends: Counter;

  constructor(metrics: Metrics) {
    this.attempts = metrics.counter({
      name: 'chasqui_send_attempts_total',
      help: 'Attempts to send by outcome: accepted, retry, wait, permanent, auth, stop, not_sent, unknown, content_invalid, no_token, media_missing',
      labelNames: ['outcome'],
    });
    this.graphSeconds = metrics.histogram({
      name: 'chasqui_send_graph_seconds',
      help: 'Time from writing a request to its outcome',
      buckets: [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8],
    });
    this.queueSeconds = metrics.histogram({
      name: 'chasqui_send_queue_seconds',
      help: 'Time from the request to send to its attempt',
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30, 120, 600, 3_600],
    });
    this.unknown = new Gauge({
      name: 'chasqui_messages_unknown',
      help: 'Messages whose request was not answered and of which WhatsApp has not reported anything',
      registers: [metrics.registry],
    });
    this.resends = metrics.counter({
      name: 'chasqui_messages_resent_total',
      help: 'Unknown messages that were sent again, on evidence that WhatsApp did not take them',
    });
  }
}

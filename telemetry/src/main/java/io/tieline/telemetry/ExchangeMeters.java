package io.tieline.telemetry;

import io.tieline.telemetry.Meters.Recorder;

/** Takes the numbers of what happens to requests of clients. */
record ExchangeMeters(
        Recorder inFlight,
        Recorder parked,
        Recorder served,
        Recorder called,
        Recorder questionWait,
        Recorder turnWait) {

    static ExchangeMeters begin(Meters meters) {
        return new ExchangeMeters(
                meters.begin(Instruments.IN_FLIGHT),
                meters.begin(Instruments.PARKED),
                meters.begin(Instruments.SERVED),
                meters.begin(Instruments.CALLED),
                meters.begin(Instruments.QUESTION_WAIT),
                meters.begin(Instruments.TURN_WAIT));
    }
}
